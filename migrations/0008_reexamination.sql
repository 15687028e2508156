-- 年度复查 (390号文 四(一)4、条例第十八条): one campaign per body and year over every document that is on-request or withheld.
create table office.reexamination (
  id bigint generated always as identity primary key,
  body_id integer not null references office.body,
  year integer not null check (year between 2008 and 2199),
  opinions_by date not null,
  state text not null default 'open' check (state in ('open')),
  version integer not null default 1,
  taken_in integer not null default 0,
  opened_by integer not null references office.staff,
  opened_at timestamptz not null,
  unique (body_id, year)
);

create table office.reexamination_item (
  id bigint generated always as identity primary key,
  reexamination_id bigint not null references office.reexamination,
  document_id bigint not null references office.document,
  body_id integer not null references office.body,
  department_id integer not null references office.department,
  drafter_id integer not null references office.staff,
  state text not null check (state in ('asked', 'answered', 'decided-open', 'decided-keep')),
  version integer not null default 1,
  -- As it was when the campaign took it in.
  attribute text not null check (attribute in ('on-request', 'withheld')),
  ground text,
  opinion text check (opinion in ('open', 'keep')),
  opinion_reason text,
  answered_by integer references office.staff,
  answered_for integer references office.staff,
  answered_at timestamptz,
  decision_reason text,
  decided_by integer references office.staff,
  decided_at timestamptz,
  secretary_id integer references office.staff,
  kept_attribute text check (kept_attribute in ('on-request', 'withheld')),
  kept_ground text,
  -- Why the document could not be turned public after the decision; the state of the document says whether it has been.
  conversion_refused text,
  reminders integer not null default 0,
  reminded_at timestamptz,
  unique (reexamination_id, document_id)
);
create index reexamination_item_desk on office.reexamination_item (reexamination_id, state, id);
create index reexamination_item_department on office.reexamination_item (reexamination_id, department_id, state, id);
create index reexamination_item_document on office.reexamination_item (document_id);
