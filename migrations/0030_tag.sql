-- 标签目录: versions of a body's thesaurus, drafted by one and approved by another.
create table office.thesaurus (
  id bigint generated always as identity primary key,
  body_id integer not null references office.body,
  -- 1, 2, … within a body.
  number integer not null,
  state text not null check (state in ('drafting', 'proposed', 'active', 'superseded', 'cancelled')),
  version integer not null default 1,
  drafter_id integer not null references office.staff,
  -- The body's own terms, whole; those of the bodies above are not copied.
  terms jsonb not null default '[]',
  -- Which documents must carry tags; none: as the nearest body above that says it.
  rule jsonb,
  approved_by integer references office.staff,
  approved_at timestamptz,
  changed_at timestamptz not null,
  unique (body_id, number)
);
create unique index thesaurus_open on office.thesaurus (body_id) where state in ('drafting', 'proposed');
create unique index thesaurus_active on office.thesaurus (body_id) where state = 'active';

-- Keys of terms, that stay when a term is called otherwise.
alter table office.document add column tags text[] not null default '{}';

-- What holds, for the public.
create table record.thesaurus (
  body_id integer primary key references record.body,
  number integer not null,
  since date not null,
  terms jsonb not null,
  rule jsonb
);
-- Every name a term of a body ever had, and the one it has now.
create table record.tag_name (
  body_id integer not null references record.body,
  name text not null,
  current text not null,
  key text not null,
  primary key (body_id, name)
);
create index tag_name_name on record.tag_name (name);
create index tag_name_current on record.tag_name (current);
grant insert, update, delete on record.thesaurus, record.tag_name to office;

-- A name as it was asked for, and those it stands for now.
create function record.names_of_tag(asked text) returns text[] language sql stable parallel safe as $$
  select array[asked] || array(select distinct n.current from record.tag_name n where n.name = asked and n.current <> asked)
$$;
-- Tags with every name they had before: a subscription keeps the name it was made with.
create function record.tags_and_former(tags text[]) returns text[] language sql stable parallel safe as $$
  select tags || array(select distinct n.name from record.tag_name n where n.current = any(tags) and n.name <> n.current)
$$;
grant execute on function record.names_of_tag(text), record.tags_and_former(text[]) to office, portal;
