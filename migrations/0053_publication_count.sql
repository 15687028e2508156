-- How many publications and withdrawals each body's chain has named: `chain.json` says it at every change, and counting a million takes seconds.
create table record.publication_count (
  body_id integer primary key,
  publications bigint not null check (publications > 0)
);
insert into record.publication_count (body_id, publications)
  select body_id, count(*) from record.publication group by body_id;

create function record.count_publications() returns trigger
language plpgsql security definer set search_path = pg_catalog, record as $$
begin
  insert into record.publication_count as c (body_id, publications)
    select body_id, count(*) from added group by body_id order by body_id
    on conflict (body_id) do update set publications = c.publications + excluded.publications;
  return null;
end
$$;
create trigger publication_is_counted after insert on record.publication
  referencing new table as added for each statement execute function record.count_publications();
