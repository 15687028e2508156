-- After the answer. A decision or judgement may want a new one: the case goes on with a clock that begins anew. What the annual report
-- counts is the first answer, in the year in which it was given; it is kept here when the case is taken up again.
alter table office.request add column first_outcome text;
alter table office.request add column first_grounds text[];
alter table office.request add column first_report_row text;
alter table office.request add column first_reply_number text;
alter table office.request add column first_replied_on date;
alter table office.request add constraint request_first_is_whole
  check ((first_outcome is null) = (first_report_row is null) and (first_outcome is null) = (first_replied_on is null)
    and (first_outcome is null) = (first_grounds is null));

-- 结果纠正 may want a new answer (复议法第六十四条、第六十六条, 行诉法第七十条、第七十二条): from the day on which the decision came, by the day it sets.
alter table office.request_remedy add column redo boolean not null default false;
alter table office.request_remedy add column redo_for text check (redo_for in ('substance', 'procedure', 'silence'));
alter table office.request_remedy add column told_on date;
alter table office.request_remedy add column redo_by date;
alter table office.request_remedy add column redone_at timestamptz;
alter table office.request_remedy add constraint request_remedy_redo_is_whole
  check (redo = (redo_for is not null) and (not redo or (result = 'corrected' and told_on is not null))
    and (redo or (redo_by is null and redone_at is null)));
create index request_remedy_redo on office.request_remedy (body_id) where redo and redone_at is null;
create index request_remedy_open on office.request_remedy (body_id) where decided_on is null;

-- The fee notice stands on the page of the receipt, and whoever was charged may say there that he has it.
alter table office.request_message drop constraint request_message_kind_check;
alter table office.request_message add constraint request_message_kind_check
  check (kind in ('message', 'supplement', 'withdraw', 'satisfaction', 'ask-supplement', 'convert', 'fee', 'acknowledge'));

create or replace function office.request_told(p_request bigint) returns jsonb
language sql stable security definer set search_path = pg_catalog as $$
  select jsonb_build_object(
    'id', r.id, 'number', r.number, 'state', r.state, 'channel', r.channel, 'subject', r.subject,
    'applicant', r.applicant_shown, 'submittedOn', r.submitted_on, 'receivedOn', r.received_on,
    'repliedOn', r.replied_on, 'endedOn', r.ended_on, 'outcome', r.outcome, 'grounds', to_jsonb(r.grounds),
    'replyNumber', case when r.replied_on is null then null else r.reply_number end, 'satisfaction', r.satisfaction,
    'readerKey', r.reader_key, 'region', (select b.region from office.body b where b.id = r.body_id),
    'facts', coalesce((select jsonb_agg(jsonb_build_object('id', f.id, 'kind', f.kind, 'on', f.on_day, 'ref', f.ref,
        'data', (select coalesce(jsonb_object_agg(d.key, d.value), '{}'::jsonb) from jsonb_each(f.data) d
          where d.key in ('length', 'until', 'who', 'receivedOn', 'supplementBy', 'how', 'mailNumber', 'merged', 'method', 'count',
            'before', 'amount', 'block'))) order by f.id)
      from office.request_fact f where f.request_id = r.id and f.kind in ('receive', 'askSupplement', 'supplement', 'extend',
        'delay', 'reply', 'abandon', 'cancel', 'consultThirdParty', 'hearThirdParty', 'consultAgency', 'hearAgency',
        'receiveLetter', 'sendFeeNotice', 'receiveFeeNotice', 'pay', 'waiveFee', 'redo', 'endBase')), '[]'::jsonb),
    'messages', coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'direction', m.direction, 'kind', m.kind,
        'sealed', encode(m.reader_sealed, 'base64'), 'sentAt', m.sent_at) order by m.id)
      from office.request_message m where m.request_id = r.id and m.kind <> 'satisfaction'), '[]'::jsonb),
    'files', coalesce((select jsonb_agg(jsonb_build_object('id', o.id, 'name', o.name, 'size', o.size,
        'contentType', o.content_type) order by o.id)
      from office.request_delivered o where o.request_id = r.id), '[]'::jsonb),
    'remedy', (select jsonb_build_object('reviewBody', t.review_body, 'court', t.court, 'onlineReview', nullif(t.online_review, ''),
        'queryReviewFirst', t.query_review_first) from office.request_setting t where t.body_id = r.body_id))
  from office.request r where r.id = p_request
$$;

-- 'taken', 'unknown', 'not-now' (the case is past it) or 'too-many'. Papers come with a supplement or a message.
create or replace function intake.write_request(p_receipt text, p_query_hash bytea, p_matter bigint, p_kind text, p_office bytea,
  p_reader bytea, p_score integer, p_files bytea[])
returns text language plpgsql security definer set search_path = pg_catalog as $$
declare
  v_request bigint;
  v_state text;
  made bigint;
begin
  if p_kind not in ('message', 'supplement', 'withdraw', 'satisfaction', 'convert', 'acknowledge') or length(p_office) > 20000
     or length(p_reader) > 20000 or (p_kind = 'satisfaction') <> (p_score is not null)
     or (p_kind <> 'satisfaction' and p_office is null)
     or coalesce(array_length(p_files, 1), 0) > 3
     or (p_kind not in ('supplement', 'message') and coalesce(array_length(p_files, 1), 0) > 0) then
    raise exception 'message is malformed' using errcode = 'invalid_parameter_value';
  end if;
  select a.request_id into v_request from office.request_asked(p_receipt, p_query_hash) a;
  select r.id, r.state into v_request, v_state from office.request r
    where r.id = p_matter and (r.id = v_request or r.letter_id = v_request) for update;
  if v_request is null or v_state is null then
    return 'unknown';
  end if;
  if (p_kind = 'supplement' and v_state <> 'supplementing')
     or (p_kind = 'message' and v_state = 'closed')
     or (p_kind = 'withdraw' and v_state not in ('submitted', 'received', 'supplementing', 'handling', 'charging', 'drafted',
       'reviewed', 'approved'))
     or (p_kind = 'acknowledge' and (v_state <> 'charging'
       or exists (select from office.request_message m where m.request_id = v_request and m.kind = 'acknowledge' and m.id > coalesce(
         (select max(f.id) from office.request_message f where f.request_id = v_request and f.kind = 'fee'), 0))))
     or (p_kind = 'convert' and (v_state not in ('replied', 'closed')
       or not exists (select from office.request r where r.id = v_request and r.outcome in ('O1', 'O2', 'O3'))
       or exists (select from office.request_message m where m.request_id = v_request and m.kind = 'convert')))
     or (p_kind = 'satisfaction' and (v_state not in ('replied', 'closed')
       or not exists (select from office.request r where r.id = v_request and r.replied_on is not null)
       or exists (select from office.request_message m where m.request_id = v_request and m.kind = 'satisfaction'))) then
    return 'not-now';
  end if;
  if (select count(*) from office.request_message m where m.request_id = v_request and m.direction = 'applicant'
      and m.sent_at > now() - interval '1 day') >= 20 then
    return 'too-many';
  end if;
  insert into office.request_message (request_id, direction, kind, office_sealed, reader_sealed, score, sent_at)
  values (v_request, 'applicant', p_kind, p_office, p_reader, p_score, now()) returning id into made;
  insert into office.request_message_file (message_id, sealed) select made, f from unnest(p_files) f;
  perform graphile_worker.add_job('request:hear', json_build_object('message', made), job_key => 'request-hear-' || made);
  return 'taken';
end $$;
