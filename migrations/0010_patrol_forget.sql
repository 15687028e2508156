-- 保密法第三十一条: a document that turns out to be secret is emptied, and with it what the checks have quoted from it. A ruling stays
-- append-only but for this one change: its excerpt and its reason become empty.

create function office.ruling_may_only_forget() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.excerpt = '' and new.reason = ''
    and to_jsonb(new) - 'excerpt' - 'reason' = to_jsonb(old) - 'excerpt' - 'reason' then
    return new;
  end if;
  raise exception '文字检查的意见只增不改：%.% 不接受 %', tg_table_schema, tg_table_name, tg_op
    using errcode = 'restrict_violation';
end $$;

drop trigger patrol_ruling_is_append_only on office.patrol_ruling;
create trigger patrol_ruling_is_append_only before update or delete on office.patrol_ruling
  for each row execute function office.ruling_may_only_forget();
