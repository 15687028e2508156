-- The public record. A row of record.publication is what the public could read from its moment on; it never changes.
-- Content lies apart under its hash, so that a withdrawal for secrecy or privacy can empty it and leave the row.

create table record.body (
  id integer primary key,
  parent_id integer,
  ancestors integer[] not null default '{}',
  -- The first part of an address belongs to a body or to the site itself, never to both.
  slug text not null unique
    check (slug ~ '^[a-z][a-z0-9-]{1,39}$' and slug not in ('api', 'console', 'assets', 'files', 'search', 'mode', 'list', 'content')),
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

-- The public halves of the keys that signed receipts; a key is never taken away, or old receipts could not be checked.
create table record.signing_key (
  id text primary key,
  public_key text not null,
  since timestamptz not null
);

create sequence record.address_number;

create table record.publication (
  id bigint generated always as identity primary key,
  address text not null check (address ~ '^/[a-z][a-z0-9-]{1,39}/content/[0-9]{8}-[0-9]+[.]html$'),
  revision integer not null check (revision > 0),
  kind text not null,
  standing text not null check (standing in ('published', 'withdrawn')),
  purged boolean not null default false check (not purged or standing = 'withdrawn'),
  body_id integer not null,
  body_name text not null,
  subject_id bigint not null,
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  -- sha256(content hash ‖ LF ‖ title): binds the title of a receipt without keeping the title after a purge.
  title_hash text not null check (title_hash ~ '^[0-9a-f]{64}$'),
  note text,
  published_at timestamptz not null,
  imported boolean not null default false,
  original_on date,
  chain_position bigint not null,
  previous bytea not null,
  event_hash bytea not null,
  -- The payload of a withdrawal holds the internal reason; the public gets its hash alone.
  event_payload text check ((event_payload is not null) = (standing = 'published')),
  key_id text not null references record.signing_key,
  signature bytea not null,
  unique (address, revision)
);
create index publication_chain on record.publication (body_id, chain_position);
create index publication_content on record.publication (content_hash);

create trigger publication_is_append_only before update or delete on record.publication
  for each row execute function office.refuse_change();
create trigger publication_is_never_emptied before truncate on record.publication
  for each statement execute function office.refuse_change();
create trigger content_is_fixed before update on record.content
  for each row execute function office.refuse_change();
create trigger content_is_never_emptied before truncate on record.content
  for each statement execute function office.refuse_change();
create trigger signing_key_is_fixed before update or delete on record.signing_key
  for each row execute function office.refuse_change();

-- What stands now, one row an address: made from the publication in the same transaction, for lists and search.
create table record.current (
  address text primary key,
  -- The last number of the address: files of the publication lie under it.
  number bigint generated always as (substring(address from '([0-9]+)[.]html$')::bigint) stored unique,
  publication_id bigint not null references record.publication,
  kind text not null,
  standing text not null,
  body_id integer not null,
  title text not null,
  document_number text,
  -- year|sequence|series code in plain characters, so that any bracket style meets it, and half a number too.
  number_key text collate "C",
  index_number text,
  issuer text,
  written_on date,
  issued_on date,
  published_at timestamptz not null,
  shown_on date not null,
  imported boolean not null default false,
  validity text,
  document_kind text,
  theme text,
  columns text[] not null default '{}',
  attachments integer not null default 0,
  summary text,
  -- Segmented words: of the title (with its pairs of characters, for half a title), and of everything.
  title_words tsvector not null default '',
  words tsvector not null default '',
  dictionary integer not null default 0
);
create index current_newest on record.current (shown_on desc, publication_id desc) where standing = 'published';
create index current_body_newest on record.current (body_id, shown_on desc, publication_id desc) where standing = 'published';
create index current_columns on record.current using gin (columns) where standing = 'published';
create index current_title_words on record.current using gin (title_words) where standing = 'published';
create index current_words on record.current using gin (words) where standing = 'published';
create index current_number on record.current (number_key) where standing = 'published' and number_key is not null;
create index current_index_number on record.current (index_number) where standing = 'published' and index_number is not null;
create index current_timeliness on record.current (published_at) where standing = 'published' and not imported;
-- ANALYZE keeps how many documents hold a frequent word; the search chooses its way by that. 400 × 10 words.
alter table record.current alter column words set statistics 400;
alter table record.current alter column title_words set statistics 400;

-- How many stand published, by body, column ('*': all) and year of the shown day: lists and facets never count millions.
-- Kept in the transaction of the act; the body's chain head is locked by then, so no two acts of a body meet here.
create table record.tally (
  body_id integer not null,
  column_id text not null,
  year integer not null,
  published integer not null check (published >= 0),
  primary key (body_id, column_id, year)
);

-- Readers in other processes hear of every change when it is committed.
create function record.tell_change() returns trigger language plpgsql as $$
begin
  perform pg_notify('record_changed', '');
  return null;
end $$;
create trigger current_tells after insert or update or delete or truncate on record.current
  for each statement execute function record.tell_change();
create trigger body_tells after insert or update or delete or truncate on record.body
  for each statement execute function record.tell_change();

grant insert on record.publication, record.signing_key to office;
grant insert, delete on record.content to office;
grant insert, update, delete on record.current, record.tally to office;
grant insert, update, delete on record.body to office;
grant usage on all sequences in schema record to office;
