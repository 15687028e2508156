-- 依申请公开: one row a matter. Whoever asks several things in one letter has several matters, joined by `letter_id`.
-- What is personal lies sealed in `sealed`; the rest of the row, and the history, hold none of it.
create table office.request (
  id bigint generated always as identity primary key,
  body_id integer not null references office.body,
  department_id integer references office.department,
  officer_id integer references office.staff,
  state text not null check (state in ('submitted', 'received', 'supplementing', 'handling', 'charging',
    'drafted', 'reviewed', 'approved', 'replied', 'closed')),
  version integer not null default 1,
  letter_id bigint references office.request,
  number text,
  number_year integer,
  number_sequence integer,
  channel text not null check (channel in ('counter', 'signedMail', 'plainMail', 'online', 'fax', 'elsewhere', 'announced')),
  submitted_on date not null,
  arrived_on date not null,
  -- 收到申请之日 (条例第三十一条); null while a channel that needs confirming is not confirmed.
  received_on date,
  applicant_kind text not null check (applicant_kind in ('natural', 'commercial', 'research', 'welfare', 'legalService', 'otherOrganization')),
  applicant_shown text not null,
  -- HMAC of the identity number or credit code: finds the same applicant again without keeping the number readable.
  applicant_key bytea,
  sealed bytea,
  erased_at timestamptz,
  subject text not null,
  description text not null default '',
  carrier text not null,
  delivery text not null,
  -- What the applicant asks by: a public code, and the hash of a secret one.
  receipt_code text unique,
  query_hash bytea,
  imported boolean not null default false,
  source_note text,
  answers jsonb not null default '{}',
  case_file jsonb not null default '{}',
  outcome text,
  grounds text[] not null default '{}',
  report_row text,
  reply_number text,
  -- The day that counts as the day of the answer (国办公开办函〔2016〕235号).
  replied_on date,
  -- Ended without a reply: withdrawn, merged.
  ended_on date,
  merged_into bigint references office.request,
  extension_days integer check (extension_days between 1 and 20),
  satisfaction integer check (satisfaction between 1 and 5),
  reached_at timestamptz not null,
  created_at timestamptz not null,
  check (imported or number is null or (number_year is not null and number_sequence is not null)),
  check ((outcome is null) = (report_row is null))
);
create unique index request_number on office.request (body_id, number) where number is not null;
create index request_desk on office.request (body_id, state, received_on);
create index request_register on office.request (body_id, received_on desc nulls first, id desc);
create index request_applicant on office.request (body_id, applicant_key, received_on) where applicant_key is not null;
create index request_decided on office.request (body_id, coalesce(replied_on, ended_on));
create index request_same_letter on office.request (letter_id) where letter_id is not null;
create index request_open on office.request (id) where replied_on is null and ended_on is null;

-- What happened to a case, as its clocks and its file read it: one row a fact, never changed.
create table office.request_fact (
  id bigint generated always as identity primary key,
  request_id bigint not null references office.request,
  kind text not null,
  on_day date not null,
  ref text,
  data jsonb not null default '{}',
  sealed bytea,
  by_staff integer references office.staff,
  at timestamptz not null
);
create index request_fact_of on office.request_fact (request_id, id);

-- 分办: what a department was asked, and its opinion.
create table office.request_task (
  id bigint generated always as identity primary key,
  request_id bigint not null references office.request,
  department_id integer not null references office.department,
  asked text not null,
  asked_at timestamptz not null,
  due_on date not null,
  opinion text,
  answered_by integer references office.staff,
  answered_at timestamptz,
  unique (request_id, department_id)
);
create index request_task_desk on office.request_task (department_id) where answered_at is null;

-- Papers of a case: `identity` papers are sealed on disk and deleted after the retention term, the mark stays.
create table office.request_file (
  id bigint generated always as identity primary key,
  request_id bigint not null references office.request,
  role text not null check (role in ('identity', 'application', 'evidence', 'consultation', 'delivery', 'reply', 'open-part', 'message')),
  name text not null,
  content_type text not null,
  size integer not null check (size > 0),
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  sealed boolean not null default false,
  checked jsonb,
  added_by integer references office.staff,
  added_at timestamptz not null,
  deleted_at timestamptz
);
create index request_file_of on office.request_file (request_id, id);
create index request_file_hash on office.request_file (hash);

-- 办理文书: numbered where they carry a number; the text a bureau edits lies here, the renderings are made from it.
create table office.request_letter (
  id bigint generated always as identity primary key,
  request_id bigint not null references office.request,
  form text not null,
  number text,
  sealed bytea not null,
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  final boolean not null default false,
  made_by integer not null references office.staff,
  made_at timestamptz not null
);
create index request_letter_case on office.request_letter (request_id, id);

-- 行政复议、行政诉讼 against a reply.
create table office.request_remedy (
  id bigint generated always as identity primary key,
  body_id integer not null references office.body,
  request_id bigint references office.request,
  block text not null check (block in ('review', 'directSuit', 'suitAfterReview')),
  number text not null,
  authority text not null,
  procedure text not null check (procedure in ('simple', 'ordinary')),
  received_on date not null,
  defended_on date,
  result text not null default 'pending' check (result in ('upheld', 'corrected', 'other', 'pending')),
  decided_on date,
  note text not null default '',
  version integer not null default 1,
  imported boolean not null default false,
  entered_by integer references office.staff,
  entered_at timestamptz not null,
  check ((result = 'pending') = (decided_on is null))
);
create index request_remedy_body on office.request_remedy (body_id, received_on);
create index request_remedy_of on office.request_remedy (request_id) where request_id is not null;

-- Figures of years before the cases were kept here, as the published report of that year had them.
create table office.request_year (
  body_id integer not null references office.body,
  year integer not null check (year between 2008 and 2199),
  table2 jsonb not null,
  table3 jsonb not null,
  source text not null,
  entered_by integer references office.staff,
  entered_at timestamptz not null,
  primary key (body_id, year)
);

-- What a body sets: words of numbers, places of remedy, terms.
create table office.request_setting (
  body_id integer primary key references office.body,
  series text not null default '',
  review_body text not null default '',
  court text not null default '',
  online_review text not null default '',
  query_review_first boolean not null default false,
  supplement_days integer not null default 15 check (supplement_days between 1 and 60),
  task_days integer not null default 5 check (task_days between 1 and 20),
  identity_days integer not null default 30 check (identity_days between 0 and 3650),
  contact text not null default '',
  templates jsonb not null default '{}',
  version integer not null default 1
);

create trigger request_fact_is_append_only before update or delete on office.request_fact
  for each row execute function office.refuse_change();
