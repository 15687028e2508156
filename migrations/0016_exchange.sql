-- What others build on the public record: a numbered row of changes, and subscriptions by e-mail.

-- Numbers are given at the commit, one transaction after the other: whoever has seen a number has seen every one before it.
-- publication.id is no such order: a transaction that began earlier may end later.
create table record.change (
  number bigint primary key,
  publication_id bigint not null unique references record.publication
);
insert into record.change (number, publication_id)
  select row_number() over (order by id), id from record.publication;
create sequence record.change_number;
select setval('record.change_number', greatest(1, max(number)), count(*) > 0) from record.change;

create function record.number_change() returns trigger
language plpgsql security definer set search_path = pg_catalog, record as $$
begin
  -- Held until the commit is done.
  perform pg_advisory_xact_lock(7202616);
  insert into record.change (number, publication_id) values (nextval('record.change_number'), new.id);
  return null;
end $$;
create constraint trigger publication_is_numbered after insert on record.publication
  deferrable initially deferred for each row execute function record.number_change();

create trigger change_is_append_only before update or delete on record.change
  for each row execute function office.refuse_change();
create trigger change_is_never_emptied before truncate on record.change
  for each statement execute function office.refuse_change();
revoke insert, update, delete, truncate on record.change from office, portal;

-- Walks by number: it never changes for an address, so a walk neither repeats nor skips.
create index current_body_number on record.current (body_id, number) where standing = 'published';

-- First parts of addresses that now belong to the site.
alter table record.body add constraint body_slug_is_not_an_exchange_address check (slug not in ('gkmlpt', 'subscribe'));

-- The public half of the key that personal data of public forms is sealed with; only the office side can open it.
-- A service that is not open is not offered.
create table record.service (
  name text primary key,
  public_key text not null,
  is_open boolean not null,
  changed_at timestamptz not null
);
grant insert, update on record.service to office;

-- One wish of one person: what about, how often, where to. The address is sealed; address_key (HMAC) finds the same address again.
create table office.subscription (
  id bigint generated always as identity primary key,
  state text not null check (state in ('requested', 'asked', 'active', 'ended')),
  frequency text not null check (frequency in ('at-once', 'daily', 'weekly')),
  body_id integer,
  column_id text,
  keyword text,
  item text,
  query text,
  sealed bytea,
  address_key bytea,
  token_hash bytea unique,
  requested_at timestamptz not null,
  asked_at timestamptz,
  confirmed_at timestamptz,
  ended_at timestamptz,
  ended_by text check (ended_by in ('reader', 'bounce', 'unconfirmed', 'repeated', 'office')),
  -- Changes up to this number came before the wish.
  after_change bigint,
  bounces integer not null default 0,
  check (num_nonnulls(body_id, column_id, keyword, item, query) > 0),
  check ((state = 'active') <= (confirmed_at is not null and after_change is not null)),
  check ((state = 'ended') = (ended_at is not null)),
  -- What is over keeps no address.
  check ((state = 'ended') = (sealed is null))
);
create index subscription_state on office.subscription (state, requested_at);
create index subscription_address on office.subscription (address_key) where address_key is not null;

create table office.subscription_letter (
  id bigint generated always as identity primary key,
  subscription_id bigint not null references office.subscription,
  kind text not null check (kind in ('confirmation', 'notice', 'digest')),
  -- `handing`: bytes may have reached the mail server; after a crash nobody can tell, so it is not sent again.
  state text not null check (state in ('waiting', 'sending', 'handing', 'sent', 'failed', 'suppressed')),
  header text not null unique,
  attempts integer not null default 0,
  next_try_at timestamptz not null,
  lease_until timestamptz,
  made_at timestamptz not null,
  sent_at timestamptz,
  fault text
);
create index letter_next on office.subscription_letter (next_try_at) where state in ('waiting', 'sending', 'handing');
create index letter_of on office.subscription_letter (subscription_id, id);
create unique index letter_one_confirmation on office.subscription_letter (subscription_id) where kind = 'confirmation';

-- What is owed: one row a subscription and change. It is settled once and for all, as sent, failed or suppressed.
create table office.subscription_due (
  subscription_id bigint not null references office.subscription,
  change_number bigint not null,
  publication_id bigint not null,
  due_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed', 'suppressed')),
  letter_id bigint references office.subscription_letter,
  why text,
  settled_at timestamptz,
  primary key (subscription_id, change_number),
  check ((state = 'waiting') = (settled_at is null))
);
create index subscription_due_next on office.subscription_due (due_at) where state = 'waiting';
create index subscription_due_letter on office.subscription_due (letter_id) where letter_id is not null;
create index subscription_due_change on office.subscription_due (change_number);

-- How many were owed for a change, counted when it was matched: the ledger against which the rows of subscription_due are held.
create table office.subscription_matched (
  change_number bigint primary key,
  due integer not null check (due >= 0),
  matched_at timestamptz not null
);
create table office.subscription_cursor (
  single boolean primary key default true check (single),
  change_number bigint not null
);
insert into office.subscription_cursor (change_number) select coalesce(max(number), 0) from record.change;

create view office.subscription_reconciliation as
  select m.change_number, m.matched_at, m.due,
    count(n.*) filter (where n.state = 'sent')::integer as sent,
    count(n.*) filter (where n.state = 'failed')::integer as failed,
    count(n.*) filter (where n.state = 'suppressed')::integer as suppressed,
    count(n.*) filter (where n.state = 'waiting')::integer as waiting
  from office.subscription_matched m left join office.subscription_due n using (change_number)
  group by m.change_number;
grant select on office.subscription_reconciliation to office;

-- The doors of the portal's role. They answer nothing that tells whether an address is known.
create function intake.subscribe(p_sealed bytea, p_frequency text, p_body integer, p_column text, p_keyword text, p_item text, p_query text)
returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not coalesce((select is_open from record.service where name = 'subscription'), false) then
    raise exception 'subscription is closed' using errcode = 'object_not_in_prerequisite_state';
  end if;
  if p_sealed is null or length(p_sealed) not between 60 and 600 or length(coalesce(p_keyword, '')) > 30
    or length(coalesce(p_query, '')) > 100 or length(coalesce(p_item, '')) > 60 or length(coalesce(p_column, '')) > 40
    or (p_body is not null and not exists (select from record.body b where b.id = p_body)) then
    raise exception 'subscription is malformed' using errcode = 'invalid_parameter_value';
  end if;
  -- A flood is stopped here, whatever the process in front of it counts.
  if (select count(*) from office.subscription s where s.state = 'requested' and s.requested_at > now() - interval '1 hour') >= 2000 then
    raise exception 'too many subscriptions are waiting' using errcode = 'configuration_limit_exceeded';
  end if;
  insert into office.subscription (state, frequency, body_id, column_id, keyword, item, query, sealed, requested_at)
  values ('requested', p_frequency, p_body, p_column, p_keyword, p_item, p_query, p_sealed, now());
end $$;

-- What a token from an e-mail is about; null for a token that is none of ours.
create function intake.subscription_of(p_token_hash bytea)
returns table (state text, frequency text, body_id integer, column_id text, keyword text, item text, query text)
language sql stable security definer set search_path = pg_catalog as $$
  select s.state, s.frequency, s.body_id, s.column_id, s.keyword, s.item, s.query
  from office.subscription s where s.token_hash = p_token_hash
$$;

create function intake.confirm_subscription(p_token_hash bytea) returns boolean
language plpgsql security definer set search_path = pg_catalog as $$
begin
  update office.subscription set state = 'active', confirmed_at = now(),
    after_change = (select coalesce(max(number), 0) from record.change)
  where token_hash = p_token_hash and state = 'asked';
  return exists (select from office.subscription where token_hash = p_token_hash and state = 'active');
end $$;

create function intake.end_subscription(p_token_hash bytea) returns boolean
language plpgsql security definer set search_path = pg_catalog as $$
declare
  ended bigint;
begin
  update office.subscription set state = 'ended', ended_at = now(), ended_by = 'reader', sealed = null, address_key = null
  where token_hash = p_token_hash and state in ('asked', 'active') returning id into ended;
  update office.subscription_due set state = 'suppressed', why = '已退订', settled_at = now()
  where subscription_id = ended and state = 'waiting' and letter_id is null;
  return exists (select from office.subscription where token_hash = p_token_hash and state = 'ended');
end $$;

revoke all on function intake.subscribe, intake.subscription_of, intake.confirm_subscription, intake.end_subscription from public;
grant execute on function intake.subscribe, intake.subscription_of, intake.confirm_subscription, intake.end_subscription to portal;
