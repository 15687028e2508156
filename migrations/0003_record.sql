-- The public record. A row of record.publication is what the public could read from its moment on; it never changes.
-- Content lies apart under its hash, so that a withdrawal for secrecy or privacy can empty it and leave the row.

create table record.body (
  id integer primary key,
  parent_id integer,
  ancestors integer[] not null default '{}',
  slug text not null unique,
  name text not null,
  short_name text not null,
  level text not null,
  sort integer not null default 0,
  site jsonb not null default '{}'
);

create table record.content (
  hash text primary key,
  content text not null
);

create sequence record.address_number;

create table record.publication (
  id bigint generated always as identity primary key,
  address text not null,
  revision integer not null,
  kind text not null,
  standing text not null check (standing in ('published', 'withdrawn')),
  body_id integer not null,
  subject_id bigint not null,
  content_hash text not null,
  note text,
  published_at timestamptz not null,
  imported boolean not null default false,
  original_on date,
  chain_position bigint not null,
  previous bytea not null,
  event_hash bytea not null,
  event_payload text not null,
  signature bytea not null,
  unique (address, revision)
);
create index publication_body on record.publication (body_id, id);

create trigger publication_is_append_only before update or delete on record.publication
  for each row execute function office.refuse_change();
create trigger publication_is_never_emptied before truncate on record.publication
  for each statement execute function office.refuse_change();
create trigger content_is_fixed before update on record.content
  for each row execute function office.refuse_change();

-- What stands now, one row an address: made from the publication in the same transaction, for lists and search.
create table record.current (
  address text primary key,
  publication_id bigint not null references record.publication,
  kind text not null,
  standing text not null,
  body_id integer not null,
  title text not null,
  document_number text,
  number_key text,
  index_number text,
  issuer text,
  written_on date,
  published_at timestamptz not null,
  shown_on date not null,
  imported boolean not null default false,
  validity text,
  document_kind text,
  theme text,
  columns text[] not null default '{}',
  summary text,
  words tsvector not null default ''
);
create index current_newest on record.current (shown_on desc, publication_id desc) where standing = 'published';
create index current_body_newest on record.current (body_id, shown_on desc, publication_id desc) where standing = 'published';
create index current_columns on record.current using gin (columns) where standing = 'published';
create index current_words on record.current using gin (words) where standing = 'published';
create index current_number on record.current (number_key) where standing = 'published';
create index current_index_number on record.current (index_number) where standing = 'published';

-- Readers in other processes hear of every change when it is committed.
create function record.tell_change() returns trigger language plpgsql as $$
begin
  perform pg_notify('record_changed', '');
  return null;
end $$;
create trigger current_tells after insert or update or delete on record.current
  for each statement execute function record.tell_change();
create trigger body_tells after insert or update or delete on record.body
  for each statement execute function record.tell_change();

grant insert on record.publication to office;
grant insert, delete on record.content to office;
grant insert, update, delete on record.current to office;
grant insert, update, delete on record.body to office;
grant usage on all sequences in schema record to office;
