-- 网上送达的凭证: when the applicant first took a file of his answer with both codes. The office notes it in the case.
alter table office.request_delivered add column fetched_at timestamptz;

create or replace function intake.request_file(p_receipt text, p_query_hash bytea, p_file bigint)
returns table (name text, content_type text, size integer, hash text)
language plpgsql security definer set search_path = pg_catalog as $$
declare
  v_request bigint;
  v_first bigint;
begin
  select a.request_id into v_request from office.request_asked(p_receipt, p_query_hash) a;
  update office.request_delivered o set fetched_at = now() from office.request r
    where o.id = p_file and r.id = o.request_id and (r.id = v_request or r.letter_id = v_request) and o.fetched_at is null
    returning o.id into v_first;
  if v_first is not null then
    perform graphile_worker.add_job('request:fetched', json_build_object('delivered', v_first),
      job_key => 'request-fetched-' || v_first);
  end if;
  return query select o.name, o.content_type, o.size, o.hash
    from office.request_delivered o join office.request r on r.id = o.request_id
    where o.id = p_file and (r.id = v_request or r.letter_id = v_request);
end $$;
