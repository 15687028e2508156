-- What an applicant is told before he hands in a copy of his papers: for how many days after the case they are kept,
-- identity papers first, personal data second. Null where the body has set nothing.
create function intake.request_keep_days(p_body integer) returns integer[]
language sql stable security definer set search_path = pg_catalog as $$
  select array[s.identity_days, s.personal_days] from office.request_setting s where s.body_id = p_body
$$;

revoke all on function intake.request_keep_days from public;
grant execute on function intake.request_keep_days to portal;
