-- What changed, told to readers by name: the table, and of what stands published also the address, the body, its columns and the
-- addresses that it links to, so that a reader forgets what the change touches and nothing else. An empty word: everything.

create or replace function record.tell_change() returns trigger language plpgsql as $$
begin
  perform pg_notify('record_changed', case when tg_nargs > 0 then '' else 'record.' || tg_table_name end);
  return null;
end $$;
-- Its texts stand in the memory of every process, and pages show them without asking.
drop trigger catalog_official_tells on record.catalog_official;
create trigger catalog_official_tells after insert or update or delete or truncate on record.catalog_official
  for each statement execute function record.tell_change('everything');

-- One word a line, both of what was there and of what is there now.
create function record.marks_of(address text, body_id integer, columns text[], links jsonb) returns setof text
language sql immutable parallel safe as $$
  select 'at ' || address
  union all select 'body ' || body_id
  union all select 'column ' || body_id || '/' || x from unnest(columns) x
  union all select 'column */' || x from unnest(columns) x
  union all select 'to ' || (l ->> 'address') from jsonb_array_elements(links) l where l ->> 'address' is not null
$$;
grant execute on function record.marks_of(text, integer, text[], jsonb) to office;

-- A notification holds 8000 bytes: of a change of very many rows, or of one with very long links, everything is said to have changed.
create function record.tell_marks(marks text[], of_table text) returns void language plpgsql as $$
declare
  words text := array_to_string(of_table || marks, E'\n');
begin
  if coalesce(cardinality(marks), 0) = 0 then
    return;
  end if;
  perform pg_notify('record_changed', case when cardinality(marks) > 200 or octet_length(words) > 7500 then '' else words end);
end $$;
grant execute on function record.tell_marks(text[], text) to office;

create function record.tell_rows() returns trigger language plpgsql as $$
declare
  marks text[];
begin
  if tg_op = 'INSERT' then
    select array_agg(m) into marks from (
      select distinct m from fresh f, record.marks_of(f.address, f.body_id, f.columns, f.links) m limit 201) x;
  elsif tg_op = 'DELETE' then
    select array_agg(m) into marks from (
      select distinct m from gone g, record.marks_of(g.address, g.body_id, g.columns, g.links) m limit 201) x;
  else
    select array_agg(m) into marks from (
      select distinct m from (select address, body_id, columns, links from gone union all
        select address, body_id, columns, links from fresh) b, record.marks_of(b.address, b.body_id, b.columns, b.links) m
      limit 201) x;
  end if;
  perform record.tell_marks(marks, 'record.current');
  return null;
end $$;
drop trigger current_tells on record.current;
create trigger current_tells_of_new after insert on record.current
  referencing new table as fresh for each statement execute function record.tell_rows();
create trigger current_tells_of_changed after update on record.current
  referencing old table as gone new table as fresh for each statement execute function record.tell_rows();
create trigger current_tells_of_gone after delete on record.current
  referencing old table as gone for each statement execute function record.tell_rows();
create trigger current_tells_of_emptied after truncate on record.current
  for each statement execute function record.tell_change();

create function record.tell_copies() returns trigger language plpgsql as $$
declare
  marks text[];
begin
  if tg_op = 'INSERT' then
    select array_agg(m) into marks from (select distinct 'copy ' || content_hash as m from fresh limit 201) x;
  else
    select array_agg(m) into marks from (select distinct 'copy ' || content_hash as m from gone limit 201) x;
  end if;
  perform record.tell_marks(marks, 'record.copy');
  return null;
end $$;
drop trigger copy_tells on record.copy;
create trigger copy_tells_of_new after insert on record.copy
  referencing new table as fresh for each statement execute function record.tell_copies();
create trigger copy_tells_of_gone after delete on record.copy
  referencing old table as gone for each statement execute function record.tell_copies();
-- The file of a copy is fixed by the content it is made of.
create trigger copy_is_fixed before update on record.copy
  for each row execute function office.refuse_change();
create trigger copy_tells_of_emptied after truncate on record.copy
  for each statement execute function record.tell_change();

-- Which transaction made a copy: an export asks for those it has not seen.
alter table record.copy add column changed xid8 not null default pg_current_xact_id();
create index copy_changed on record.copy (changed);

-- Every other table that readers read tells by its name.
do $$
declare
  t text;
begin
  foreach t in array array['publication', 'content', 'signing_key', 'tally', 'change', 'synonym', 'vocabulary', 'vocabulary_mark',
    'file_text', 'posting', 'sealed', 'thesaurus', 'tag_name'] loop
    execute format('create trigger %I after insert or update or delete or truncate on record.%I
      for each statement execute function record.tell_change()', t || '_tells', t);
  end loop;
end $$;
drop trigger old_address_tells on record.old_address;
create trigger old_address_tells after insert or update or delete or truncate on record.old_address
  for each statement execute function record.tell_change();
