-- The page of a receipt counts by the same facts as the office: a 征求意见书 that was never sent stops no clock there either.
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
        'receiveLetter', 'withdrawLetter', 'sendFeeNotice', 'receiveFeeNotice', 'pay', 'waiveFee', 'redo', 'endBase')), '[]'::jsonb),
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
