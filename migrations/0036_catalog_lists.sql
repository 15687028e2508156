-- 权责清单 and 公共服务事项清单 of a body in versions; which items of its catalogs they stand beside; the official attachment.

create table office.catalog_list (
  id bigint generated always as identity primary key,
  body_id integer not null references office.body,
  kind text not null check (kind in ('power', 'service')),
  -- 1, 2, … within a body and a kind.
  number integer not null,
  state text not null,
  version integer not null default 1,
  drafter_id integer not null references office.staff,
  department_id integer references office.department,
  source_name text not null,
  source_hash text not null,
  entries jsonb not null,
  effective_on date,
  -- The same for all versions: a new one is a revision of the page.
  address text,
  published_at timestamptz,
  changed_at timestamptz not null,
  unique (body_id, kind, number)
);
create unique index catalog_list_open on office.catalog_list (body_id, kind)
  where state not in ('published', 'superseded', 'cancelled');
create unique index catalog_list_standing on office.catalog_list (body_id, kind) where state = 'published';

-- 对照 of a body: one for all its catalogs and both lists; `changed` while the public reads an older one.
create table office.catalog_pairing (
  id bigint generated always as identity primary key,
  body_id integer not null unique references office.body,
  state text not null,
  version integer not null default 1,
  drafter_id integer not null references office.staff,
  changed_at timestamptz not null
);
create table office.catalog_pair (
  pairing_id bigint not null references office.catalog_pairing,
  field text not null,
  item_key text not null,
  kind text not null,
  entry_key text not null,
  verdict text not null check (verdict in ('paired', 'refused')),
  decided_by integer not null references office.staff,
  decided_name text not null,
  decided_at timestamptz not null,
  primary key (pairing_id, field, item_key, kind, entry_key)
);
-- 无须对照: who said of an item (scope: its field) or of an entry (scope: its list) that nothing stands on the other side, and why.
create table office.catalog_alone (
  pairing_id bigint not null references office.catalog_pairing,
  side text not null check (side in ('item', 'entry')),
  scope text not null,
  key text not null,
  reason text not null,
  said_by integer not null references office.staff,
  said_name text not null,
  said_at timestamptz not null,
  primary key (pairing_id, side, scope, key)
);

-- What readers see of both: written with the publication.
create table record.catalog_list (
  body_id integer not null,
  kind text not null,
  version_id bigint not null,
  number integer not null,
  address text not null,
  effective_on date,
  published_on date not null,
  entries jsonb not null,
  primary key (body_id, kind)
);
create table record.catalog_pair (
  body_id integer not null,
  field text not null,
  item_key text not null,
  kind text not null,
  entry_key text not null,
  chain_position bigint not null,
  primary key (body_id, field, item_key, kind, entry_key)
);
create trigger catalog_list_tells after insert or update or delete or truncate on record.catalog_list
  for each statement execute function record.tell_change();
create trigger catalog_pair_tells after insert or update or delete or truncate on record.catalog_pair
  for each statement execute function record.tell_change();
grant select, insert, update, delete on record.catalog_list, record.catalog_pair to office;

-- The attachment of 应急厅函〔2019〕390号 as loaded by one person and confirmed by another; it takes the place of the shipped draft.
create table office.catalog_official (
  id bigint generated always as identity primary key,
  body_id integer not null references office.body,
  field text not null check (field in ('safety-production', 'disaster-relief')),
  state text not null,
  version integer not null default 1,
  drafter_id integer not null references office.staff,
  file_name text not null,
  file_hash text not null,
  source_note text not null,
  guideline jsonb not null,
  dropped text[] not null,
  fresh text[] not null,
  loaded_at timestamptz not null,
  changed_at timestamptz not null
);
create unique index catalog_official_open on office.catalog_official (field) where state = 'loaded';
create unique index catalog_official_standing on office.catalog_official (field) where state = 'standing';
create table record.catalog_official (
  field text primary key,
  official_id bigint not null,
  guideline jsonb not null,
  file_hash text not null,
  since date not null,
  chain_position bigint not null
);
create trigger catalog_official_tells after insert or update or delete or truncate on record.catalog_official
  for each statement execute function record.tell_change();
grant select, insert, update, delete on record.catalog_official to office;
