-- The house: three schemas, three roles. `migrator` owns everything, `office` reads and writes rows,
-- `portal` reads schema record and calls functions of schema intake, nothing else.

create schema office;
create schema record;
create schema intake;

revoke all on schema public from public;
grant usage on schema office, record, intake to office;
grant usage on schema record, intake to portal;
alter default privileges in schema office grant select, insert, update, delete on tables to office;
alter default privileges in schema office grant usage, select on sequences to office;
alter default privileges in schema record grant select on tables to office, portal;
alter default privileges revoke execute on functions from public;

-- History and publications refuse to change, whoever asks.
create function office.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '履历与公开记录只增不改：%.% 不接受 %', tg_table_schema, tg_table_name, tg_op
    using errcode = 'restrict_violation';
end $$;

create table office.chain (
  body_id integer primary key,
  length bigint not null,
  head bytea not null
);

create table office.event (
  id bigint generated always as identity primary key,
  body_id integer not null,
  position bigint not null,
  happened_at timestamptz not null,
  subject_kind text not null,
  subject_id bigint not null,
  verb text not null,
  from_state text,
  to_state text,
  actor_id integer,
  role text,
  payload text not null,
  previous bytea not null,
  hash bytea not null,
  unique (body_id, position)
);
create index event_subject on office.event (subject_kind, subject_id, id);
create index event_actor on office.event (actor_id, id desc);

create trigger event_is_append_only before update or delete on office.event
  for each row execute function office.refuse_change();
create trigger event_is_never_emptied before truncate on office.event
  for each statement execute function office.refuse_change();

revoke all on office.chain, office.event from office;
grant select on office.chain, office.event to office;

-- The one way to write history. hash = sha256(previous ‖ position ‖ LF ‖ payload); the first `previous` of a chain
-- is sha256('zhaoming/' ‖ body id). The columns repeat members of the payload; the verifier compares them.
create function office.append_events(p_body integer, p_payloads text[])
returns table (id bigint, "position" bigint, previous bytea, hash bytea)
language plpgsql security definer set search_path = pg_catalog, office as $$
declare
  n bigint;
  h bytea;
  e text;
  j jsonb;
begin
  insert into office.chain values (p_body, 0, sha256(convert_to('zhaoming/' || p_body, 'UTF8'))) on conflict do nothing;
  select c.length, c.head into n, h from office.chain c where c.body_id = p_body for update;
  foreach e in array p_payloads loop
    j := e::jsonb;
    n := n + 1;
    "position" := n;
    previous := h;
    h := sha256(h || convert_to(n || E'\n' || e, 'UTF8'));
    hash := h;
    insert into office.event (body_id, position, happened_at, subject_kind, subject_id, verb, from_state, to_state,
      actor_id, role, payload, previous, hash)
    values (p_body, n, (j->>'at')::timestamptz, j->>'kind', (j->>'subject')::bigint, j->>'verb', j->>'from', j->>'to',
      (j->>'actor')::integer, j->>'role', e, append_events.previous, h)
    returning event.id into append_events.id;
    return next;
  end loop;
  update office.chain c set length = n, head = h where c.body_id = p_body;
end $$;
revoke all on function office.append_events from public;
grant execute on function office.append_events to office;

-- A retried or doubled request gets the first one's answer.
create table office.idempotency (
  staff_id integer not null,
  key text not null,
  request text not null,
  response jsonb,
  happened_at timestamptz not null,
  primary key (staff_id, key)
);

create table office.file (
  hash text primary key,
  size bigint not null,
  content_type text not null,
  stored_at timestamptz not null
);

create table office.setting (
  name text primary key,
  value jsonb not null,
  changed_at timestamptz not null
);
