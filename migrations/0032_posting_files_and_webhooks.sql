-- Files of what a body tells besides documents; and webhooks: signed notices to programs about every change of the record.

create table office.posting_attachment (
  id bigint generated always as identity primary key,
  posting_id bigint not null references office.posting,
  file_hash text not null references office.file,
  name text not null,
  -- source: the original of what was masked. former: taken away or replaced; an earlier revision may have published it.
  role text not null default 'attachment' check (role in ('attachment', 'source', 'former')),
  sort integer not null default 0,
  added_at timestamptz not null
);
create index posting_attachment_of on office.posting_attachment (posting_id, sort);
create index posting_attachment_file on office.posting_attachment (file_hash);

-- Whether anything of the office names a file: bytes are removed only when nothing does.
create function office.file_is_named(p_hash text) returns boolean
language sql stable set search_path = pg_catalog as $$
  select exists (select from office.document_attachment where file_hash = p_hash)
    or exists (select from office.document_paper where file_hash = p_hash)
    or exists (select from office.posting_attachment where file_hash = p_hash)
$$;
revoke all on function office.file_is_named from public;
grant execute on function office.file_is_named to office;

-- A program of somebody else that is told of every change of a body (and, where asked for, of those below it).
create table office.webhook (
  id bigint generated always as identity primary key,
  body_id integer not null references office.body,
  state text not null check (state in ('active', 'paused', 'disabled', 'removed')),
  version integer not null default 1,
  name text not null,
  contact text not null,
  url text not null,
  below boolean not null,
  -- The secret that deliveries are signed with, closed by the vault; the one before it for a day after it was changed.
  secret bytea,
  former_secret bytea,
  former_until timestamptz,
  -- Changes up to this number are owed already, or came before.
  matched_to bigint not null,
  failing_since timestamptz,
  registered_by integer not null references office.staff,
  registered_at timestamptz not null,
  changed_at timestamptz not null,
  check ((state = 'removed') = (secret is null))
);
create index webhook_body on office.webhook (body_id, id);

-- What is owed to a webhook: one row a change, one more each time that it is asked for again.
create table office.webhook_delivery (
  id bigint generated always as identity primary key,
  webhook_id bigint not null references office.webhook,
  change_number bigint not null,
  replay integer not null default 0,
  state text not null default 'waiting' check (state in ('waiting', 'sending', 'delivered', 'failed', 'suppressed')),
  attempts integer not null default 0,
  next_try_at timestamptz not null,
  lease_until timestamptz,
  -- The last answer: an HTTP status, or why there was none.
  status integer,
  fault text,
  made_at timestamptz not null,
  settled_at timestamptz,
  unique (webhook_id, change_number, replay),
  check ((state in ('delivered', 'failed', 'suppressed')) = (settled_at is not null)),
  check ((state = 'sending') = (lease_until is not null))
);
create index webhook_delivery_open on office.webhook_delivery (webhook_id, id) where state in ('waiting', 'sending');
create index webhook_delivery_made on office.webhook_delivery (webhook_id, made_at);

-- How many were owed, counted when they were put in: the ledger against which the rows are held.
create table office.webhook_owed (
  webhook_id bigint not null references office.webhook,
  day date not null,
  due integer not null check (due >= 0),
  primary key (webhook_id, day)
);

create view office.webhook_reconciliation as
  select o.webhook_id, o.day, o.due,
    count(d.*) filter (where d.state = 'delivered')::integer as delivered,
    count(d.*) filter (where d.state = 'failed')::integer as failed,
    count(d.*) filter (where d.state = 'suppressed')::integer as suppressed,
    count(d.*) filter (where d.state in ('waiting', 'sending'))::integer as waiting
  from office.webhook_owed o left join office.webhook_delivery d
    on d.webhook_id = o.webhook_id and (d.made_at at time zone 'Asia/Shanghai')::date = o.day
  group by o.webhook_id, o.day;
grant select on office.webhook_reconciliation to office;

-- A letter that failed may be tried again by a person: what it owed is owed once more.
alter table office.subscription_letter add column version integer not null default 1;
