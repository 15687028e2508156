-- 业务系统 of a body that may report what they have disclosed against items of its catalogs, and what they reported.

create table office.catalog_system (
  id bigint generated always as identity primary key,
  body_id integer not null references office.body,
  name text not null,
  keeper text not null,
  -- Hosts on which it discloses.
  hosts text[] not null,
  -- [{field, key}]: items of the body's catalogs it may report against.
  items jsonb not null,
  per_minute integer not null check (per_minute between 1 and 600),
  state text not null,
  version integer not null default 1,
  drafter_id integer not null references office.staff,
  -- sha256 of the token; the token itself is shown once and kept nowhere.
  token_hash text unique,
  token_since timestamptz,
  used_at timestamptz,
  changed_at timestamptz not null
);
create unique index catalog_system_name on office.catalog_system (body_id, name) where state <> 'revoked';

create table office.catalog_report (
  id bigint generated always as identity primary key,
  body_id integer not null references office.body,
  system_id bigint not null references office.catalog_system,
  -- The system's own key of the message: a second one with it changes nothing.
  key text not null,
  fingerprint text not null,
  state text not null,
  version integer not null default 1,
  title text not null,
  url text not null,
  shown_on date not null,
  formed_on date,
  marks text[] not null,
  items jsonb not null,
  -- Who did it in the business system, and what for: for the office alone.
  operator text not null,
  reason text not null,
  reported_at timestamptz not null,
  changed_at timestamptz not null,
  unique (system_id, key)
);
create index catalog_report_body on office.catalog_report (body_id, id desc);

-- Every call of a system, also the refused ones: the count of a minute, and who asked what.
create table office.catalog_call (
  id bigint generated always as identity primary key,
  system_id bigint references office.catalog_system,
  called_at timestamptz not null,
  status integer not null,
  -- One sentence; never what was sent.
  outcome text not null
);
create index catalog_call_system on office.catalog_call (system_id, called_at desc);
create index catalog_call_at on office.catalog_call (called_at);

create table record.catalog_report (
  id bigint primary key,
  body_id integer not null,
  system_name text not null,
  title text not null,
  url text not null,
  shown_on date not null,
  formed_on date,
  catalog_items text[] not null,
  chain_position bigint not null
);
create index catalog_report_body on record.catalog_report (body_id, shown_on);
create trigger catalog_report_tells after insert or update or delete or truncate on record.catalog_report
  for each statement execute function record.tell_change();
grant select, insert, update, delete on record.catalog_report to office;
