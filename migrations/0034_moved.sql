-- 旧网址: where what stood at an address of the site before this one is now. A table of them comes in by one act and goes out by one;
-- the public side answers 301 at an address where nothing else stands.

create table office.moved_table (
  id bigint generated always as identity primary key,
  body_id integer not null references office.body,
  state text not null,
  version integer not null default 1,
  taker_id integer not null references office.staff,
  name text not null,
  file_hash text not null check (file_hash ~ '^[0-9a-f]{64}$'),
  rows integer not null check (rows > 0),
  taken_at timestamptz not null,
  changed_at timestamptz not null
);
create index moved_table_body on office.moved_table (body_id, id desc);

create table record.old_address (
  -- As it is compared: without host and fragment, percent codes undone, lower case, parameters in order.
  key text collate "C" primary key check (key ~ '^/' and char_length(key) <= 1000),
  target text not null check (target ~ '^/([^/]|$)' and char_length(target) <= 300),
  table_id bigint not null
);
create index old_address_table on record.old_address (table_id);
create trigger old_address_tells after insert or delete on record.old_address
  for each statement execute function record.tell_change();
grant insert, delete on record.old_address to office;
