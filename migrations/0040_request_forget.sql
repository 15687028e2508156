-- What is personal in a case goes with the retention job, papers and words of a search included; and what lies closed may be closed anew
-- with another key (zhaoming keys reseal).

-- 办理文书: forgotten, its hash, number and day stay.
alter table office.request_letter alter column sealed drop not null;
alter table office.request_letter add column erased_at timestamptz;
alter table office.request_letter add constraint request_letter_erased check ((sealed is null) = (erased_at is not null));

-- Facts stay as they are, but for two changes: what may name somebody is forgotten for good, or the same is closed with another key.
create or replace function office.only_forget() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and (to_jsonb(new) - array['sealed', 'data']) = (to_jsonb(old) - array['sealed', 'data']) then
    if new.sealed is null
       and (new.data = old.data or new.data = old.data - array['systems', 'scope', 'keywords', 'period']) then
      return new;
    end if;
    if new.data = old.data and old.sealed is not null and new.sealed is not null and get_byte(new.sealed, 0) = 2
       and substring(new.sealed from 1 for 4) <> substring(old.sealed from 1 for 4) then
      return new;
    end if;
  end if;
  raise exception '办理记录只增不改：%.% 不接受 %', tg_table_schema, tg_table_name, tg_op
    using errcode = 'restrict_violation';
end $$;

-- Working days within which a body confirms what came online: its own number, not a law's. Null where it has set nothing.
create function intake.request_confirm_days(p_body integer) returns integer
language sql stable security definer set search_path = pg_catalog as $$
  select s.confirm_days from office.request_setting s where s.body_id = p_body
$$;

revoke all on function intake.request_confirm_days from public;
grant execute on function intake.request_confirm_days to portal;
