-- 政府信息公开指南、主动公开基本目录、政务公开负面清单: versions on the way of a catalog (条例第十二条; 吉应急办发〔2022〕28号 四（二）).
create table office.instrument (
  id bigint generated always as identity primary key,
  body_id integer not null references office.body,
  kind text not null check (kind in ('guide', 'basic', 'negative')),
  -- 1, 2, … within a body and a kind.
  number integer not null,
  state text not null,
  version integer not null default 1,
  drafter_id integer not null references office.staff,
  department_id integer references office.department,
  rows jsonb not null,
  effective_on date,
  -- The day by which it is looked through again.
  review_on date,
  -- The same for all versions: a new one is a revision of the page.
  address text,
  published_at timestamptz,
  changed_at timestamptz not null,
  unique (body_id, kind, number)
);
create unique index instrument_open on office.instrument (body_id, kind)
  where state not in ('published', 'superseded', 'cancelled', 'withdrawn');
create unique index instrument_standing on office.instrument (body_id, kind) where state = 'published';

-- Opinions are said of a row of either.
alter table office.catalog_opinion alter column version_id drop not null;
alter table office.catalog_opinion add column instrument_id bigint references office.instrument;
alter table office.catalog_opinion add check ((version_id is null) <> (instrument_id is null));
create index catalog_opinion_instrument on office.catalog_opinion (instrument_id, id) where instrument_id is not null;

-- 不冲突说明: who said why an entry of the negative list and an item that read alike do not concern the same; holds for these words.
create table office.catalog_clearance (
  id bigint generated always as identity primary key,
  body_id integer not null references office.body,
  bar_key text not null,
  list text not null,
  item_key text not null,
  words text not null,
  because text not null,
  said_by integer not null references office.staff,
  said_name text not null,
  said_at timestamptz not null
);
create index catalog_clearance_body on office.catalog_clearance (body_id, bar_key);

-- What people have been told by the clock, so that nobody is told it twice.
create table office.catalog_told (
  about text not null,
  stage text not null,
  told_at timestamptz not null,
  primary key (about, stage)
);

create table record.instrument (
  body_id integer not null,
  kind text not null,
  instrument_id bigint not null,
  number integer not null,
  address text not null,
  effective_on date not null,
  review_on date not null,
  published_on date not null,
  rows jsonb not null,
  primary key (body_id, kind)
);
create trigger instrument_tells after insert or update or delete or truncate on record.instrument
  for each statement execute function record.tell_change();
grant select, insert, update, delete on record.instrument to office;
