create table office.number_series (
  id integer generated always as identity primary key,
  body_id integer not null references office.body,
  code text not null,
  name text not null,
  sort integer not null default 0,
  unique (body_id, code)
);

-- 发文字号 and 索引号: per body, series and year; the row lock keeps them without gaps, a void number stays with its reason.
create table office.number_counter (
  body_id integer not null references office.body,
  series text not null,
  year integer not null,
  last integer not null,
  primary key (body_id, series, year)
);

create table office.document (
  id bigint generated always as identity primary key,
  body_id integer not null references office.body,
  department_id integer not null references office.department,
  drafter_id integer not null references office.staff,
  state text not null,
  version integer not null default 1,
  title text not null default '',
  kind text,
  theme text,
  attribute text check (attribute in ('proactive', 'on-request', 'withheld')),
  attribute_reason text,
  ground text,
  normative boolean not null default false,
  secrecy_doubt boolean not null default false,
  urgency text not null default '' check (urgency in ('', '平急', '加急', '特急')),
  addressee text not null default '',
  signatories text[] not null default '{}',
  columns text[] not null default '{}',
  series text,
  number_year integer,
  number_sequence integer,
  document_number text,
  index_number text,
  written_on date,
  issued_on date,
  published_at timestamptz,
  original_published_on date,
  imported boolean not null default false,
  source_note text,
  label text,
  body_html text not null default '',
  body_hash text,
  address text,
  returned_from text,
  returned_reason text,
  reached_at timestamptz not null,
  created_at timestamptz not null,
  saved_at timestamptz not null
);
create index document_desk on office.document (body_id, state, reached_at);
create index document_drafter on office.document (drafter_id, id desc);
create index document_number_used on office.document (body_id, document_number);

create table office.document_attachment (
  id bigint generated always as identity primary key,
  document_id bigint not null references office.document,
  file_hash text not null references office.file,
  name text not null,
  sort integer not null default 0,
  role text not null default 'attachment' check (role in ('attachment', 'source', 'image'))
);
create index document_attachment_of on office.document_attachment (document_id, sort);

create table office.number_used (
  body_id integer not null,
  series text not null,
  year integer not null,
  sequence integer not null,
  document_id bigint references office.document,
  void_reason text,
  used_at timestamptz not null,
  primary key (body_id, series, year, sequence)
);

-- Opinions people use often, kept by each for himself.
create table office.phrase (
  id integer generated always as identity primary key,
  staff_id integer not null references office.staff,
  text text not null,
  used integer not null default 0,
  unique (staff_id, text)
);
