-- The search: more facets in the record, the roll kept by readers, postings of frequent words, texts of attachments,
-- words that mean the same, and the vocabulary for what was mistyped.

alter table record.current
  add column audience text[] not null default '{}',
  add column tags text[] not null default '{}',
  add column catalog_items text[] not null default '{}',
  -- The transaction that last wrote the row: a reader that knows all of xmin asks for what is not older and misses nothing,
  -- in whatever order transactions end.
  add column changed xid8 not null default pg_current_xact_id();
create index current_changed on record.current (changed);

create function record.note_change() returns trigger language plpgsql as $$
begin
  new.changed := pg_current_xact_id();
  return new;
end $$;
create trigger current_notes before insert or update on record.current
  for each row execute function record.note_change();

-- Where frequent words stand, by chunks of 32,768 numbers. A chunk is sealed as a whole; rows changed since are looked at one by one.
create table record.sealed (
  chunk integer primary key,
  built xid8 not null,
  documents integer not null
);
create table record.posting (
  word text collate "C" not null,
  -- w: anywhere · t: title
  field "char" not null,
  chunk integer not null references record.sealed on delete cascade,
  documents integer not null,
  -- Fewer than 2,048: places of two bytes; else 4,096 bytes of bits.
  bits bytea storage plain not null,
  primary key (word, field, chunk)
);
create index posting_chunk on record.posting (chunk);

-- The text of the attachments of what stands published, by the number of its address. Gone with the publication.
create table record.file_text (
  number bigint not null,
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  text text not null,
  -- Why there is no text, for the office.
  fault text,
  read_at timestamptz not null,
  primary key (number, hash)
);

-- 同义词: words that mean the same, for a body and those below it. `leads`: one way, from the first word to the others.
create table record.synonym (
  id bigint generated always as identity primary key,
  body_id integer not null,
  words text[] not null check (cardinality(words) between 2 and 20),
  one_way boolean not null,
  note text not null default ''
);
create index synonym_body on record.synonym (body_id);

create table office.synonym_version (
  body_id integer not null references office.body,
  version integer not null,
  groups jsonb not null,
  reason text not null,
  staff_id integer not null references office.staff,
  staff_name text not null,
  changed_at timestamptz not null,
  primary key (body_id, version)
);
create trigger synonym_version_is_append_only before update or delete on office.synonym_version
  for each row execute function office.refuse_change();

-- Words of titles with their sound and shape. A suggestion made of them is shown only when it finds something.
create table record.vocabulary (
  word text collate "C" primary key,
  sound text collate "C" not null,
  initials text collate "C" not null,
  shape text collate "C" not null,
  seen integer not null
);
create index vocabulary_sound on record.vocabulary (sound, seen desc);
create index vocabulary_initials on record.vocabulary (initials, seen desc);
create index vocabulary_shape on record.vocabulary (shape);
create index vocabulary_prefix on record.vocabulary (word text_pattern_ops, seen desc);
-- Rows changed before this transaction have been taken into it.
create table record.vocabulary_mark (
  one boolean primary key default true check (one),
  changed xid8 not null
);
insert into record.vocabulary_mark (changed) values ('0');

grant insert, update, delete on record.sealed, record.posting, record.file_text, record.synonym, record.vocabulary to office;
grant update on record.vocabulary_mark to office;
