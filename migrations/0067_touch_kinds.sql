-- What a change touches is told more closely: that a normative document changed, and of which body; that something under an item of
-- a catalog did. The library and the coverage of catalogs stay as they are made while anything else is published.

create function record.marks_of(address text, body_id integer, columns text[], links jsonb, normative boolean, items text[])
returns setof text language sql immutable parallel safe as $$
  select record.marks_of(address, body_id, columns, links)
  union all select x from unnest(array['normative ' || body_id, 'normative *']) x where normative
  union all select 'items ' || body_id where items <> '{}'
$$;
grant execute on function record.marks_of(text, integer, text[], jsonb, boolean, text[]) to office;

create or replace function record.tell_rows() returns trigger language plpgsql as $$
declare
  marks text[];
begin
  if tg_op = 'INSERT' then
    select array_agg(m) into marks from (
      select distinct m from fresh f,
        record.marks_of(f.address, f.body_id, f.columns, f.links, f.normative, f.catalog_items) m limit 201) x;
  elsif tg_op = 'DELETE' then
    select array_agg(m) into marks from (
      select distinct m from gone g,
        record.marks_of(g.address, g.body_id, g.columns, g.links, g.normative, g.catalog_items) m limit 201) x;
  else
    select array_agg(m) into marks from (
      select distinct m from (
        select address, body_id, columns, links, normative, catalog_items from gone union all
        select address, body_id, columns, links, normative, catalog_items from fresh) b,
        record.marks_of(b.address, b.body_id, b.columns, b.links, b.normative, b.catalog_items) m
      limit 201) x;
  end if;
  perform record.tell_marks(marks, 'record.current');
  return null;
end $$;
