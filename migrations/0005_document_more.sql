alter table office.document
  -- 条例第十三条、吉林 一(一): the way of disclosure is chosen by purpose and consequence.
  add column audience text not null default 'everyone' check (audience in ('everyone', 'particular')),
  add column audience_why text,
  -- 条例第三十七条: what of a withheld document can be public.
  add column open_part text,
  -- 390号文 四(一)3: issued in the name of the county government, with the drafting unit's proposal.
  add column in_government_name boolean not null default false,
  add column proposal text,
  -- A later decision that the document is to be public starts the 20 working days anew.
  add column reattributed_on date,
  add column publish_at timestamptz,
  add column emergency boolean not null default false,
  add column doubt_from text;

-- Who has opened it while it waited: 取回 is for what nobody has read.
create table office.document_read (
  document_id bigint not null references office.document,
  staff_id integer not null references office.staff,
  state text not null,
  read_at timestamptz not null,
  primary key (document_id, staff_id, state)
);

-- 会签: departments asked in parallel; one row a department and round.
create table office.document_countersign (
  document_id bigint not null references office.document,
  department_id integer not null references office.department,
  round integer not null,
  asked_at timestamptz not null,
  staff_id integer references office.staff,
  agrees boolean,
  opinion text,
  answered_at timestamptz,
  primary key (document_id, department_id, round)
);
create index document_countersign_open on office.document_countersign (department_id) where answered_at is null;

-- 渠道登记与纸质件移送: where else it was published, and the paper copy on its way to the reading place.
create table office.document_channel (
  id bigint generated always as identity primary key,
  document_id bigint not null references office.document,
  channel text not null,
  place text not null,
  done_on date not null,
  link text,
  note text,
  entered_by integer not null references office.staff,
  entered_at timestamptz not null,
  receipt_on date,
  receipt_by text,
  file_hash text references office.file
);
create index document_channel_of on office.document_channel (document_id);
create index document_channel_chased on office.document_channel (document_id) where channel = 'reading-place' and receipt_on is null;
