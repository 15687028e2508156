-- 规范性文件库: what the public record shows of validity and relations, and the office side of 立改废、清理.

alter table record.current
  add column normative boolean not null default false,
  add column unified_number text,
  add column effective_on date,
  add column expires_on date,
  -- Relations to other addresses, as in the content: the other side's page is found by them.
  add column links jsonb not null default '[]',
  -- The day as of which `validity` was computed, and the day on which the dates alone turn it next.
  add column validity_on date,
  add column turns_on date;

update record.current c set
  normative = coalesce((t.content::jsonb ->> 'normative')::boolean, false),
  effective_on = (t.content::jsonb ->> 'effectiveOn')::date,
  expires_on = (t.content::jsonb ->> 'expiresOn')::date,
  links = coalesce(t.content::jsonb -> 'links', '[]'),
  validity_on = (c.published_at at time zone 'Asia/Shanghai')::date,
  turns_on = case
    when (t.content::jsonb ->> 'validity') in ('in-force', 'amended', 'revised')
    then least((t.content::jsonb ->> 'repealedOn')::date, (t.content::jsonb ->> 'expiresOn')::date + 1) end
from record.publication p join record.content t on t.hash = p.content_hash
where p.id = c.publication_id and c.standing = 'published';

create index current_normative on record.current (body_id, shown_on desc, publication_id desc)
  where standing = 'published' and normative;
create index current_turns on record.current (turns_on) where turns_on is not null;
create index current_links on record.current using gin (links jsonb_path_ops) where standing = 'published';

-- 有效期、统一编号 of a normative document; a row exists as soon as something was entered.
create table office.normative (
  document_id bigint primary key references office.document,
  effective_on date,
  term_years integer check (term_years between 1 and 30),
  expires_on date,
  no_term_reason text,
  repealed_on date,
  amended_on date,
  revised_on date,
  unified_number text,
  unified_year integer,
  unified_sequence integer,
  check (expires_on is null or no_term_reason is null)
);
create index normative_expiring on office.normative (expires_on)
  where expires_on is not null and repealed_on is null;

-- What a body decided for itself; without a row the defaults of the program hold.
create table office.normative_rule (
  body_id integer primary key references office.body,
  general_years integer not null check (general_years between 1 and 30),
  trial_years integer not null check (trial_years between 1 and 10),
  deposit_days integer not null check (deposit_days between 1 and 365),
  unified_template text,
  reason text not null,
  set_by integer not null references office.staff,
  set_at timestamptz not null
);

-- 立改废: how a document stands to another, of this house or not. Effects on the other begin when the document is published.
create table office.relation (
  id bigint generated always as identity primary key,
  document_id bigint not null references office.document,
  relation text not null check (relation in ('amends', 'repeals', 'replaces', 'basis', 'implements')),
  target_id bigint references office.document,
  target_address text,
  target_title text not null,
  target_number text,
  -- 已修改 (the whole text anew) instead of 部分修改.
  whole boolean not null default false,
  on_day date,
  standing text not null check (standing in ('entered', 'public', 'ended')),
  entered_by integer not null references office.staff,
  entered_at timestamptz not null,
  check (target_id is null or target_id <> document_id)
);
create unique index relation_once on office.relation (document_id, relation, coalesce(target_address, target_title))
  where standing <> 'ended';
create index relation_target on office.relation (target_id) where target_id is not null;

-- The text as it was at a step that somebody answered for: what changed between two of them can be shown.
create table office.document_text (
  id bigint generated always as identity primary key,
  document_id bigint not null references office.document,
  verb text not null,
  title text not null,
  body_html text not null,
  staff_id integer references office.staff,
  kept_at timestamptz not null
);
create index document_text_of on office.document_text (document_id, id);

-- 清理 and 到期评估: one table of items; an item without a campaign was raised by an expiry.
create table office.cleanup (
  id bigint generated always as identity primary key,
  body_id integer not null references office.body,
  name text not null,
  opinions_by date not null,
  issued_until date not null,
  columns text[] not null default '{}',
  state text not null check (state in ('open', 'concluded')),
  version integer not null default 1,
  taken_in integer not null default 0,
  draft_id bigint references office.document,
  opened_by integer not null references office.staff,
  opened_at timestamptz not null,
  concluded_at timestamptz
);
create index cleanup_body on office.cleanup (body_id, id desc);
create unique index cleanup_one_open on office.cleanup (body_id) where state = 'open';

create table office.cleanup_item (
  id bigint generated always as identity primary key,
  cleanup_id bigint references office.cleanup,
  document_id bigint not null references office.document,
  body_id integer not null references office.body,
  department_id integer not null references office.department,
  drafter_id integer not null references office.staff,
  state text not null check (state in ('asked', 'answered', 'decided', 'applied')),
  version integer not null default 1,
  -- The expiry that raised it, where no campaign did.
  expires_on date,
  opinion text check (opinion in ('keep', 'amend', 'repeal', 'expire')),
  opinion_reason text,
  opinion_until date,
  answered_by integer references office.staff,
  answered_at timestamptz,
  decision text check (decision in ('keep', 'amend', 'repeal', 'expire')),
  decision_reason text,
  decision_until date,
  decision_on date,
  public_note text,
  decided_by integer references office.staff,
  decided_at timestamptz,
  applied_at timestamptz,
  refused text,
  reminded_at timestamptz,
  check ((cleanup_id is null) = (expires_on is not null))
);
create unique index cleanup_item_once on office.cleanup_item (cleanup_id, document_id) where cleanup_id is not null;
create unique index cleanup_item_expiry on office.cleanup_item (document_id, expires_on) where cleanup_id is null;
create index cleanup_item_desk on office.cleanup_item (body_id, state, department_id);
create index cleanup_item_document on office.cleanup_item (document_id);

-- 规范性文件备案: one package a document and receiving body.
create table office.deposit (
  id bigint generated always as identity primary key,
  document_id bigint not null references office.document,
  body_id integer not null references office.body,
  to_body_id integer references office.body,
  to_name text not null,
  due_on date not null,
  state text not null check (state in ('sent', 'received', 'returned')),
  version integer not null default 1,
  explanation text not null,
  report text not null,
  package_hash text not null check (package_hash ~ '^[0-9a-f]{64}$'),
  package_size bigint not null,
  sent_by integer not null references office.staff,
  sent_at timestamptz not null,
  reached_at timestamptz not null,
  receipt_number text,
  receipt_on date,
  receipt_by text
);
create index deposit_body on office.deposit (body_id, id desc);
create index deposit_to on office.deposit (to_body_id, id desc) where to_body_id is not null;
create unique index deposit_once on office.deposit (document_id) where state <> 'returned';
