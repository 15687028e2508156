-- 补正申请人信息: which data about himself an applicant is asked to supply, so that the page of his receipt asks for them in the shape of the
-- application. By the number of each matter that waits for a supplement; nothing for codes that open nothing.
create function intake.request_wanted(p_receipt text, p_query_hash bytea) returns jsonb
language plpgsql security definer set search_path = pg_catalog as $$
declare
  v_request bigint;
begin
  select a.request_id into v_request from office.request_asked(p_receipt, p_query_hash) a;
  return coalesce((
    select jsonb_object_agg(r.id, f.data -> 'wanted')
    from office.request r
    cross join lateral (
      select d.data from office.request_fact d where d.request_id = r.id and d.kind = 'askSupplement' order by d.id desc limit 1) f
    where (r.id = v_request or r.letter_id = v_request) and r.state = 'supplementing' and f.data ? 'wanted'), '{}'::jsonb);
end $$;
revoke all on function intake.request_wanted from public;
grant execute on function intake.request_wanted to portal;
