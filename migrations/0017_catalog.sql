-- 标准目录: versions of a body's catalog on their way from compiling to publication, opinions item by item, roll-out plans.
create table office.catalog_version (
  id bigint generated always as identity primary key,
  body_id integer not null references office.body,
  field text not null check (field in ('safety-production', 'disaster-relief')),
  -- 1, 2, … within a body and a field.
  number integer not null,
  state text not null,
  version integer not null default 1,
  drafter_id integer not null references office.staff,
  -- The version of the body above it was derived from; none: the national guideline.
  upper_id bigint references office.catalog_version,
  items jsonb not null,
  effective_on date,
  -- The same for all versions: a new one is a revision of the page.
  address text,
  published_at timestamptz,
  changed_at timestamptz not null,
  unique (body_id, field, number)
);
create unique index catalog_version_open on office.catalog_version (body_id, field)
  where state not in ('published', 'superseded', 'cancelled');
create unique index catalog_version_standing on office.catalog_version (body_id, field) where state = 'published';

-- What the reviewers said of an item (or of the whole, item_key null), and what became of it.
create table office.catalog_opinion (
  id bigint generated always as identity primary key,
  version_id bigint not null references office.catalog_version,
  item_key text,
  element text,
  text text not null,
  by_id integer not null references office.staff,
  by_name text not null,
  said_at timestamptz not null,
  step text not null,
  answer text,
  answered_by integer references office.staff,
  answered_at timestamptz
);
create index catalog_opinion_version on office.catalog_opinion (version_id, id);

-- A plan that a body gives those below it: by when which step is done.
create table office.catalog_rollout (
  id bigint generated always as identity primary key,
  body_id integer not null references office.body,
  title text not null,
  basis text not null,
  outline_by date not null,
  compiled_by date not null,
  revised_by date not null,
  published_by date not null,
  long_stop date not null,
  made_by integer not null references office.staff,
  made_at timestamptz not null,
  check (outline_by <= compiled_by and compiled_by <= revised_by and revised_by <= published_by and published_by <= long_stop)
);
create index catalog_rollout_body on office.catalog_rollout (body_id, id desc);
