-- 全量备案: the register is computed from documents; what was filed is frozen here and never changes.
create table office.filing (
  id bigint generated always as identity primary key,
  body_id integer not null references office.body,
  from_on date not null,
  until_on date not null,
  list text not null,
  upward text not null,
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  upward_hash text not null check (upward_hash ~ '^[0-9a-f]{64}$'),
  documents integer not null,
  findings integer not null,
  note text,
  filed_by integer not null references office.staff,
  filed_at timestamptz not null,
  check (from_on <= until_on)
);
create index filing_body on office.filing (body_id, from_on desc, id desc);
create trigger filing_is_append_only before update or delete on office.filing
  for each row execute function office.refuse_change();
create trigger filing_is_never_emptied before truncate on office.filing
  for each statement execute function office.refuse_change();

create index document_register on office.document (body_id, (coalesce(issued_on, written_on, original_published_on)), id)
  where state in ('issued', 'published', 'withdrawn');
create index document_imported_number on office.document (body_id)
  where imported and document_number is not null and state in ('issued', 'published', 'withdrawn');

-- Numbers that no document here holds, with what became of them.
create table office.number_explanation (
  id bigint generated always as identity primary key,
  body_id integer not null references office.body,
  series text not null,
  year integer not null,
  first integer not null check (first > 0),
  last integer not null,
  kind text not null check (kind in ('outside', 'not-imported', 'classified', 'skipped')),
  reason text not null,
  entered_by integer not null references office.staff,
  entered_at timestamptz not null,
  check (first <= last)
);
create index number_explanation_of on office.number_explanation (body_id, year, series);

-- 移交: one row a batch; what each document was at the moment of handing over stays with it.
create table office.transfer (
  id bigint generated always as identity primary key,
  body_id integer not null references office.body,
  state text not null,
  version integer not null default 1,
  archives text not null,
  from_on date not null,
  until_on date not null,
  series text,
  made_by integer not null references office.staff,
  made_at timestamptz not null,
  reached_at timestamptz not null,
  package_hash text,
  package_size bigint,
  manifest text,
  signature text,
  receipt_number text,
  receipt_on date,
  receipt_by text
);
create index transfer_body on office.transfer (body_id, id desc);

create table office.transfer_document (
  transfer_id bigint not null references office.transfer,
  document_id bigint not null references office.document,
  opening text check (opening in ('open', 'at-25-years', 'controlled')),
  opening_note text,
  active boolean not null default true,
  frozen text,
  primary key (transfer_id, document_id)
);
create unique index transfer_document_once on office.transfer_document (document_id) where active;

-- 保管期限: the body's answer to a rule, and single documents that differ from it.
create table office.retention_rule (
  body_id integer not null references office.body,
  rule text not null,
  term text not null check (term in ('permanent', '30-years', '10-years')),
  reason text not null,
  set_by integer not null references office.staff,
  set_at timestamptz not null,
  primary key (body_id, rule)
);
create table office.retention (
  document_id bigint primary key references office.document,
  term text not null check (term in ('permanent', '30-years', '10-years')),
  -- 鉴定后延长的，从这一天起重新计算。
  from_on date,
  reason text not null,
  set_by integer not null references office.staff,
  set_at timestamptz not null
);
create table office.disposal (
  id bigint generated always as identity primary key,
  body_id integer not null references office.body,
  state text not null,
  version integer not null default 1,
  proposed_by integer not null references office.staff,
  proposed_at timestamptz not null,
  reached_at timestamptz not null
);
create index disposal_body on office.disposal (body_id, id desc);
create table office.disposal_document (
  disposal_id bigint not null references office.disposal,
  document_id bigint not null references office.document,
  due_on date not null,
  active boolean not null default true,
  primary key (disposal_id, document_id)
);
create unique index disposal_document_once on office.disposal_document (document_id) where active;

-- 接收: packages of other houses, kept as they came. Nothing here is written into the receiving house's own chains.
create table office.holding_package (
  id bigint generated always as identity primary key,
  hash text not null unique check (hash ~ '^[0-9a-f]{64}$'),
  size bigint not null,
  body_name text not null,
  manifest text not null,
  signature text not null,
  key_id text not null,
  imported_at timestamptz not null
);
create table office.holding (
  package_id bigint not null references office.holding_package,
  folder text not null,
  document_number text,
  title text not null,
  attribute text,
  issued_on date,
  frozen text not null,
  primary key (package_id, folder)
);
create trigger holding_is_fixed before update or delete on office.holding
  for each row execute function office.refuse_change();
create trigger holding_package_is_fixed before update or delete on office.holding_package
  for each row execute function office.refuse_change();
