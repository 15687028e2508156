-- 地方规程: what a body's procedure differs in from the national one (390号文), in versions; the bodies below follow it.
create table office.variant (
  id bigint generated always as identity primary key,
  body_id integer not null references office.body,
  number integer not null,
  name text not null,
  -- From this day on the body follows the one above it again.
  inherits boolean not null default false,
  differences jsonb not null default '[]',
  why text not null,
  valid_from date not null,
  state text not null check (state in ('proposed', 'active', 'refused', 'taken-back')),
  version integer not null default 1,
  proposed_by integer not null references office.staff,
  proposed_at timestamptz not null,
  decided_by integer references office.staff,
  decided_at timestamptz,
  decision_reason text,
  unique (body_id, number)
);
create unique index variant_from on office.variant (body_id, valid_from) where state = 'active';

alter table office.document
  -- The version under which it began; none: the national procedure.
  add column variant_id bigint references office.variant,
  -- 突发事件应对法第七条: published at once, approved afterwards.
  add column emergency_kind text,
  add column emergency_event text,
  add column emergency_consent_by integer references office.staff,
  add column emergency_at timestamptz,
  add column emergency_due timestamptz;

-- 纸面意见补录: a step decided on paper, entered by a clerk with the scan; who decided is told and may object.
create table office.document_paper (
  id bigint generated always as identity primary key,
  document_id bigint not null references office.document,
  body_id integer not null references office.body,
  department_id integer not null references office.department,
  at_state text not null,
  verb text not null,
  decider_id integer not null references office.staff,
  clerk_id integer not null references office.staff,
  decided_on date not null,
  file_hash text not null references office.file,
  file_name text not null,
  state text not null default 'entered' check (state in ('entered', 'objected')),
  version integer not null default 1,
  objection text,
  -- The step it decided was taken back: the objection no longer stands in the way.
  void_at timestamptz,
  entered_at timestamptz not null
);
create index document_paper_of on office.document_paper (document_id);
create index document_paper_file on office.document_paper (file_hash);

-- 停用的单位、部门: what they published and did stays; nobody works in them any more.
alter table office.body add column active boolean not null default true;
alter table office.department add column active boolean not null default true;
