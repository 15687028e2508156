-- 办理文书 stand in the words of the officer until they are finished; which consultation one belongs to, and how often it was changed.
alter table office.request_letter add column ref text;
alter table office.request_letter add column version integer not null default 1;
alter table office.request_letter add column changed_at timestamptz;
create index request_letter_final on office.request_letter (request_id, form) where final;

-- What a person put in the place of the shipped text of a paper, and when the identity papers are due to go.
alter table office.request_file add column version integer not null default 1;
create index request_file_identity on office.request_file (request_id) where role = 'identity' and deleted_at is null;

-- 年度报告: the text of the six parts and the figures of 表一 that are not counted here, each with its source.
create table office.request_annual (
  body_id integer not null references office.body,
  year integer not null check (year between 2008 and 2199),
  parts jsonb not null default '{}',
  table1 jsonb not null default '{}',
  version integer not null default 1,
  changed_by integer references office.staff,
  changed_at timestamptz not null,
  primary key (body_id, year)
);
