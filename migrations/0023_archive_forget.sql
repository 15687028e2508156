-- 保密法第三十一条、条例第十五条: what a withdrawal for secrecy or privacy takes back does not stay readable in what the archive froze.
-- A filing stays append-only but for this one change: its texts are expunged, its fingerprints and all else stay what they were.
alter table office.filing add column expunged_at timestamptz;

create function office.filing_may_only_be_expunged() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.expunged_at is not null and new.expunged_at >= coalesce(old.expunged_at, new.expunged_at)
    and to_jsonb(new) - 'list' - 'upward' - 'expunged_at' = to_jsonb(old) - 'list' - 'upward' - 'expunged_at' then
    return new;
  end if;
  raise exception '备案清单只增不改：%.% 不接受 %', tg_table_schema, tg_table_name, tg_op
    using errcode = 'restrict_violation';
end $$;

drop trigger filing_is_append_only on office.filing;
create trigger filing_is_append_only before update or delete on office.filing
  for each row execute function office.filing_may_only_be_expunged();

-- From this moment the package is made anew without what was taken back; the hash of what was handed over stays.
alter table office.transfer add column expunged_at timestamptz;
