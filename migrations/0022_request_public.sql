-- 依申请公开, the side of the applicant: what is being filled in, what was submitted, what is written to and fro, and looking at
-- a case by its two codes. The portal's role may call the functions at the end and reads none of these tables.

-- What is being filled in, closed with a key that only the reader's browser holds; gone after a day.
create table office.request_filling (
  key_hash bytea primary key check (length(key_hash) = 32),
  sealed bytea not null check (length(sealed) <= 200000),
  expires_at timestamptz not null
);
create index filling_expires on office.request_filling (expires_at);

-- 网上提交: the application in an envelope that only the office side opens. Emptied once the case is made.
create table office.request_submission (
  id bigint generated always as identity primary key,
  key_hash bytea not null unique,
  body_id integer not null references office.body,
  receipt_code text not null unique,
  query_hash bytea not null check (length(query_hash) = 32),
  reader_key text not null,
  sealed bytea,
  submitted_at timestamptz not null,
  taken_at timestamptz,
  request_id bigint references office.request,
  fault text,
  mailed_at timestamptz,
  -- What is taken keeps nothing that could be opened.
  check ((taken_at is null) or sealed is null)
);
create index submission_waiting on office.request_submission (id) where taken_at is null;
create index submission_case on office.request_submission (request_id) where request_id is not null;

-- 身份证明: closed before it reaches a disk; without a submission it goes with what was being filled in.
create table office.request_paper (
  id bigint generated always as identity primary key,
  key_hash bytea not null check (length(key_hash) = 32),
  submission_id bigint references office.request_submission,
  sealed bytea not null check (length(sealed) <= 8000000),
  received_at timestamptz not null
);
create index paper_of on office.request_paper (key_hash);

-- 来往消息. `office_sealed`: for the office, emptied once it is in the file of the case. `reader_sealed`: opened by the query code alone.
create table office.request_message (
  id bigint generated always as identity primary key,
  request_id bigint not null references office.request,
  direction text not null check (direction in ('applicant', 'office')),
  kind text not null check (kind in ('message', 'supplement', 'withdraw', 'satisfaction', 'ask-supplement')),
  fact_id bigint references office.request_fact,
  office_sealed bytea,
  reader_sealed bytea,
  score integer check (score between 1 and 5),
  sent_at timestamptz not null,
  taken_at timestamptz,
  check ((kind = 'satisfaction') = (score is not null))
);
create index message_of on office.request_message (request_id, id);
create index message_waiting on office.request_message (id) where taken_at is null;

-- What was delivered online: lies in the file store, closed for the applicant's own codes.
create table office.request_delivered (
  id bigint generated always as identity primary key,
  request_id bigint not null references office.request,
  name text not null,
  content_type text not null,
  size integer not null,
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  delivered_at timestamptz not null
);
create index delivered_of on office.request_delivered (request_id);

-- Wrong codes, by the hash of the number that was asked for, whether there is such a number or not.
create table office.request_guess (
  receipt_hash bytea not null,
  hour timestamptz not null,
  wrong integer not null,
  primary key (receipt_hash, hour)
);

-- The public half of a key that is made from the applicant's own codes.
alter table office.request add column reader_key text;
alter table office.request add column warned_at timestamptz;
alter table office.request_setting add column online boolean not null default true;
alter table office.request_setting add column confirm_days integer not null default 3 check (confirm_days between 1 and 20);
alter table office.request_setting add column personal_days integer not null default 3650 check (personal_days between 0 and 36500);
create index request_unconfirmed on office.request (body_id, submitted_on) where state = 'submitted';
create index request_forget on office.request (coalesce(replied_on, ended_on)) where sealed is not null;

-- Facts stay as they are; what is personal in them may be forgotten, and nothing else.
create function office.only_forget() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.sealed is null
     and (to_jsonb(new) - 'sealed') = (to_jsonb(old) - 'sealed') then
    return new;
  end if;
  raise exception '办理记录只增不改：%.% 不接受 %', tg_table_schema, tg_table_name, tg_op
    using errcode = 'restrict_violation';
end $$;
drop trigger request_fact_is_append_only on office.request_fact;
create trigger request_fact_is_append_only before update or delete on office.request_fact
  for each row execute function office.only_forget();

-- Whether a body takes applications online: its openness unit has somebody, and it has not closed the channel.
create function intake.request_open(p_body integer) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select exists (
      select from office.role_grant g join office.staff s on s.id = g.staff_id
      where g.body_id = p_body and g.role = 'opennessOfficer' and s.active
        and g.activated_at is not null and g.revoked_at is null)
    and coalesce((select r.online from office.request_setting r where r.body_id = p_body), true)
    and coalesce((select v.is_open from record.service v where v.name = 'request'), false)
$$;

create function intake.keep_filling(p_key_hash bytea, p_sealed bytea, p_hours integer) returns boolean
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if length(p_key_hash) is distinct from 32 or p_sealed is null or length(p_sealed) > 200000 or p_hours not between 1 and 48 then
    raise exception 'filling is malformed' using errcode = 'invalid_parameter_value';
  end if;
  -- What was submitted is not filled in any more.
  if exists (select from office.request_submission s where s.key_hash = p_key_hash) then
    return false;
  end if;
  if not exists (select from office.request_filling f where f.key_hash = p_key_hash)
     and (select count(*) from office.request_filling) >= 20000 then
    raise exception 'too much is being filled in' using errcode = 'configuration_limit_exceeded';
  end if;
  insert into office.request_filling as f (key_hash, sealed, expires_at)
  values (p_key_hash, p_sealed, now() + make_interval(hours => p_hours))
  on conflict (key_hash) do update set sealed = excluded.sealed, expires_at = excluded.expires_at;
  return true;
end $$;

create function intake.filling(p_key_hash bytea) returns bytea
language sql stable security definer set search_path = pg_catalog as $$
  select f.sealed from office.request_filling f where f.key_hash = p_key_hash and f.expires_at > now()
$$;

create function intake.drop_filling(p_key_hash bytea) returns void
language sql security definer set search_path = pg_catalog as $$
  delete from office.request_paper p where p.key_hash = p_key_hash and p.submission_id is null;
  delete from office.request_filling f where f.key_hash = p_key_hash
$$;

-- Null: three lie there already.
create function intake.keep_paper(p_key_hash bytea, p_sealed bytea) returns bigint
language plpgsql security definer set search_path = pg_catalog as $$
declare
  made bigint;
begin
  if length(p_key_hash) is distinct from 32 or length(p_sealed) not between 60 and 8000000 then
    raise exception 'paper is malformed' using errcode = 'invalid_parameter_value';
  end if;
  perform pg_advisory_xact_lock(72026220);
  if (select count(*) from office.request_paper p where p.key_hash = p_key_hash) >= 3
     or exists (select from office.request_submission s where s.key_hash = p_key_hash) then
    return null;
  end if;
  if (select count(*) from office.request_paper p where p.submission_id is null) >= 1000 then
    raise exception 'too many papers are waiting' using errcode = 'configuration_limit_exceeded';
  end if;
  insert into office.request_paper (key_hash, sealed, received_at) values (p_key_hash, p_sealed, now())
  returning id into made;
  return made;
end $$;

create function intake.drop_paper(p_key_hash bytea, p_paper bigint) returns void
language sql security definer set search_path = pg_catalog as $$
  delete from office.request_paper p where p.id = p_paper and p.key_hash = p_key_hash and p.submission_id is null
$$;

-- 'taken', or 'again' for a second click, or 'closed', or 'too-many'. `p_done` takes the place of what was being filled in.
create function intake.submit_request(p_key_hash bytea, p_body integer, p_receipt text, p_query_hash bytea, p_reader_key text,
  p_sealed bytea, p_done bytea)
returns text language plpgsql security definer set search_path = pg_catalog as $$
declare
  made bigint;
begin
  if length(p_key_hash) is distinct from 32 or length(p_query_hash) is distinct from 32
     or p_receipt !~ '^[A-HJ-NP-Z2-9]{4}(-[A-HJ-NP-Z2-9]{4}){2}$' or length(p_reader_key) not between 50 and 200
     or length(p_sealed) not between 60 and 600000 or length(p_done) > 200000 then
    raise exception 'submission is malformed' using errcode = 'invalid_parameter_value';
  end if;
  perform pg_advisory_xact_lock(72026221);
  if exists (select from office.request_submission s where s.key_hash = p_key_hash) then
    return 'again';
  end if;
  if not intake.request_open(p_body) then
    return 'closed';
  end if;
  if (select count(*) from office.request_submission s where s.submitted_at > now() - interval '1 hour') >= 2000 then
    return 'too-many';
  end if;
  insert into office.request_submission (key_hash, body_id, receipt_code, query_hash, reader_key, sealed, submitted_at)
  values (p_key_hash, p_body, p_receipt, p_query_hash, p_reader_key, p_sealed, now()) returning id into made;
  update office.request_paper set submission_id = made where key_hash = p_key_hash and submission_id is null;
  insert into office.request_filling as f (key_hash, sealed, expires_at)
  values (p_key_hash, p_done, now() + interval '24 hours')
  on conflict (key_hash) do update set sealed = excluded.sealed, expires_at = excluded.expires_at;
  perform graphile_worker.add_job('request:take', json_build_object('submission', made), job_key => 'request-take-' || made);
  return 'taken';
end $$;

-- Which case two codes open; nothing for a wrong one, an unknown one, and one that was guessed at too often. Not for the portal.
create function office.request_asked(p_receipt text, p_query_hash bytea, out request_id bigint, out submission_id bigint)
language plpgsql security definer set search_path = pg_catalog as $$
declare
  v_receipt bytea := sha256(convert_to(coalesce(p_receipt, ''), 'UTF8'));
  v_hour timestamptz := date_trunc('hour', now());
begin
  if coalesce((select g.wrong from office.request_guess g where g.receipt_hash = v_receipt and g.hour = v_hour), 0) >= 100 then
    return;
  end if;
  select r.id into request_id from office.request r
    where r.receipt_code = p_receipt and sha256(r.query_hash) = sha256(p_query_hash);
  select s.id into submission_id from office.request_submission s
    where s.receipt_code = p_receipt and s.taken_at is null and sha256(s.query_hash) = sha256(p_query_hash);
  if request_id is null and submission_id is null then
    insert into office.request_guess as g (receipt_hash, hour, wrong) values (v_receipt, v_hour, 1)
    on conflict (receipt_hash, hour) do update set wrong = g.wrong + 1;
  end if;
end $$;

create function office.request_told(p_request bigint) returns jsonb
language sql stable security definer set search_path = pg_catalog as $$
  select jsonb_build_object(
    'id', r.id, 'number', r.number, 'state', r.state, 'channel', r.channel, 'subject', r.subject,
    'applicant', r.applicant_shown, 'submittedOn', r.submitted_on, 'receivedOn', r.received_on,
    'repliedOn', r.replied_on, 'endedOn', r.ended_on, 'outcome', r.outcome, 'grounds', to_jsonb(r.grounds),
    'replyNumber', case when r.replied_on is null then null else r.reply_number end, 'satisfaction', r.satisfaction,
    'readerKey', r.reader_key,
    'facts', coalesce((select jsonb_agg(jsonb_build_object('id', f.id, 'kind', f.kind, 'on', f.on_day, 'ref', f.ref,
        'data', (select coalesce(jsonb_object_agg(d.key, d.value), '{}'::jsonb) from jsonb_each(f.data) d
          where d.key in ('length', 'until', 'limit', 'supplementBy', 'payBy', 'how', 'mailNumber', 'merged'))) order by f.id)
      from office.request_fact f where f.request_id = r.id and f.kind in ('receive', 'askSupplement', 'supplement', 'extend',
        'delay', 'reply', 'abandon', 'cancel', 'consultThirdParty', 'hearThirdParty', 'consultAgency', 'hearAgency',
        'receiveFeeNotice', 'pay', 'endBase')), '[]'::jsonb),
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

-- All that the page of a receipt shows; null for codes that open nothing.
create function intake.request_status(p_receipt text, p_query_hash bytea) returns jsonb
language plpgsql security definer set search_path = pg_catalog as $$
declare
  v_request bigint;
  v_submission bigint;
begin
  select a.request_id, a.submission_id into v_request, v_submission from office.request_asked(p_receipt, p_query_hash) a;
  if v_request is not null then
    return jsonb_build_object(
      'bodyId', (select r.body_id from office.request r where r.id = v_request),
      'waiting', false,
      'submittedAt', (select r.created_at from office.request r where r.id = v_request),
      'matters', (select jsonb_agg(office.request_told(r.id) order by r.id) from office.request r
        where r.id = v_request or r.letter_id = v_request));
  end if;
  if v_submission is not null then
    return (select jsonb_build_object('bodyId', s.body_id, 'waiting', true, 'submittedAt', s.submitted_at, 'matters', '[]'::jsonb)
      from office.request_submission s where s.id = v_submission);
  end if;
  return null;
end $$;

-- 'taken', 'unknown', 'not-now' (the case is past it) or 'too-many'.
create function intake.write_request(p_receipt text, p_query_hash bytea, p_matter bigint, p_kind text, p_office bytea, p_reader bytea,
  p_score integer)
returns text language plpgsql security definer set search_path = pg_catalog as $$
declare
  v_request bigint;
  v_state text;
  made bigint;
begin
  if p_kind not in ('message', 'supplement', 'withdraw', 'satisfaction') or length(p_office) > 20000 or length(p_reader) > 20000
     or (p_kind = 'satisfaction') <> (p_score is not null) or (p_kind <> 'satisfaction' and p_office is null) then
    raise exception 'message is malformed' using errcode = 'invalid_parameter_value';
  end if;
  select a.request_id into v_request from office.request_asked(p_receipt, p_query_hash) a;
  select r.id, r.state into v_request, v_state from office.request r
    where r.id = p_matter and (r.id = v_request or r.letter_id = v_request) for update;
  if v_request is null or v_state is null then
    return 'unknown';
  end if;
  if (p_kind = 'supplement' and v_state <> 'supplementing')
     or (p_kind = 'withdraw' and v_state not in ('submitted', 'received', 'supplementing', 'handling', 'charging', 'drafted',
       'reviewed', 'approved'))
     or (p_kind = 'satisfaction' and (v_state not in ('replied', 'closed')
       or exists (select from office.request_message m where m.request_id = v_request and m.kind = 'satisfaction'))) then
    return 'not-now';
  end if;
  if (select count(*) from office.request_message m where m.request_id = v_request and m.direction = 'applicant'
      and m.sent_at > now() - interval '1 day') >= 20 then
    return 'too-many';
  end if;
  insert into office.request_message (request_id, direction, kind, office_sealed, reader_sealed, score, sent_at)
  values (v_request, 'applicant', p_kind, p_office, p_reader, p_score, now()) returning id into made;
  perform graphile_worker.add_job('request:hear', json_build_object('message', made), job_key => 'request-hear-' || made);
  return 'taken';
end $$;

-- A paper of an answer that was delivered online.
create function intake.request_file(p_receipt text, p_query_hash bytea, p_file bigint)
returns table (name text, content_type text, size integer, hash text)
language plpgsql security definer set search_path = pg_catalog as $$
declare
  v_request bigint;
begin
  select a.request_id into v_request from office.request_asked(p_receipt, p_query_hash) a;
  return query select o.name, o.content_type, o.size, o.hash
    from office.request_delivered o join office.request r on r.id = o.request_id
    where o.id = p_file and (r.id = v_request or r.letter_id = v_request);
end $$;

revoke all on function intake.request_open, intake.keep_filling, intake.filling, intake.drop_filling, intake.keep_paper,
  intake.drop_paper, intake.submit_request, office.request_asked, office.request_told, intake.request_status,
  intake.write_request, intake.request_file from public;
grant execute on function intake.request_open, intake.keep_filling, intake.filling, intake.drop_filling, intake.keep_paper,
  intake.drop_paper, intake.submit_request, intake.request_status, intake.write_request, intake.request_file to portal;
