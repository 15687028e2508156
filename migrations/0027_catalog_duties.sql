-- Which items of the standard catalogs a document answers (their marks, src/catalog/rules/marks.ts).
alter table office.document add column catalog_items text[] not null default '{}';

-- The catalog in force of a body and field, for readers: written with the publication of its version.
create table record.catalog (
  body_id integer not null,
  field text not null,
  version_id bigint not null,
  number integer not null,
  address text not null,
  effective_on date,
  published_on date not null,
  items jsonb not null,
  primary key (body_id, field)
);
insert into record.catalog (body_id, field, version_id, number, address, effective_on, published_on, items)
select body_id, field, id, number, address, effective_on, (published_at at time zone 'Asia/Shanghai')::date, items
from office.catalog_version where state = 'published';
create trigger catalog_tells after insert or update or delete or truncate on record.catalog
  for each statement execute function record.tell_change();

-- 不适用: who said that there is nothing to publish under an item, for which year (null: until withdrawn), and why.
create table office.catalog_absence (
  id bigint generated always as identity primary key,
  body_id integer not null references office.body,
  field text not null,
  item_key text not null,
  year smallint,
  kind text not null check (kind in ('noDuty', 'nothing')),
  reason text not null,
  state text not null,
  version integer not null default 1,
  stated_by integer not null references office.staff,
  stated_name text not null,
  stated_role text not null,
  stated_at timestamptz not null,
  changed_at timestamptz not null,
  check ((kind = 'nothing') = (year is not null))
);
create unique index catalog_absence_standing on office.catalog_absence (body_id, field, item_key, coalesce(year, 0))
  where state = 'stated';
create table record.catalog_absence (
  id bigint primary key,
  body_id integer not null,
  field text not null,
  item_key text not null,
  year smallint,
  kind text not null,
  reason text not null,
  said_by text not null,
  said_on date not null,
  chain_position bigint not null
);
create index catalog_absence_body on record.catalog_absence (body_id);
create trigger catalog_absence_tells after insert or update or delete or truncate on record.catalog_absence
  for each statement execute function record.tell_change();

-- What answers items of a catalog, by body and day: the coverage reads nothing else.
create index current_items on record.current (body_id, shown_on)
  where standing = 'published' and catalog_items <> '{}';
grant select, insert, update, delete on record.catalog, record.catalog_absence to office;
