-- 文字检查与巡检: every body's own lexicon with all its versions, rulings over findings, the last check of each subject, and the
-- orders that follow from what a later lexicon finds in published texts.

create table office.patrol_lexicon (
  body_id integer not null references office.body,
  version integer not null check (version > 0),
  reason text not null,
  -- Entries of this body after the change, switched-off ones included.
  words integer not null,
  changed_by integer not null references office.staff,
  changed_by_name text not null,
  changed_at timestamptz not null,
  primary key (body_id, version)
);

-- An entry holds from version `since` until before version `until`; a shipped entry is switched off by one of its own with `off`.
create table office.patrol_word (
  id bigint generated always as identity primary key,
  body_id integer not null references office.body,
  wrong text not null,
  correct text,
  tier text not null check (tier in ('A', 'B', 'C')),
  kind text not null,
  note text not null default '',
  source text not null default '',
  except_in text[] not null default '{}',
  off boolean not null default false,
  since integer not null,
  until integer check (until > since)
);
create unique index patrol_word_now on office.patrol_word (body_id, wrong) where until is null;

-- Who said of which finding that it is right, and why; a ruling is never changed.
create table office.patrol_ruling (
  id bigint generated always as identity primary key,
  body_id integer not null references office.body,
  subject_kind text not null,
  subject_id bigint not null,
  finding_id text not null,
  kind text not null,
  tier text not null check (tier in ('A', 'B', 'C')),
  place text not null,
  -- Masked: personal data is not kept here.
  excerpt text not null,
  ruling text not null check (ruling in ('mended', 'overruled')),
  reason text not null,
  staff_id integer not null references office.staff,
  staff_name text not null,
  role text,
  ruled_at timestamptz not null
);
create unique index patrol_ruling_once on office.patrol_ruling (subject_kind, subject_id, finding_id, staff_id)
  where ruling = 'overruled';
create index patrol_ruling_of on office.patrol_ruling (subject_kind, subject_id, id);
create trigger patrol_ruling_is_append_only before update or delete on office.patrol_ruling
  for each row execute function office.refuse_change();

-- The last check of a subject: what was checked (hash of the content), with which lexicon, and what it found, masked.
create table office.patrol_scan (
  subject_kind text not null,
  subject_id bigint not null,
  body_id integer not null references office.body,
  content_hash text not null,
  lexicon text not null,
  findings jsonb not null,
  scanned_at timestamptz not null,
  primary key (subject_kind, subject_id)
);

-- An order to mend a published text (吉林一(三)、焦作三(三)): owner, day, closed by a check of the machine or excused with a reason.
create table office.patrol_order (
  id bigint generated always as identity primary key,
  body_id integer not null references office.body,
  state text not null check (state in ('open', 'mended', 'excused')),
  version integer not null default 1,
  address text not null,
  title text not null,
  finding_id text not null,
  kind text not null,
  tier text not null check (tier in ('A', 'B')),
  message text not null,
  place text not null,
  excerpt text not null,
  owner_id integer references office.staff,
  owner_name text,
  due_on date not null,
  lexicon text not null,
  found_at timestamptz not null,
  checked_at timestamptz not null,
  closed_at timestamptz,
  closed_by integer references office.staff,
  closed_why text
);
create unique index patrol_order_open on office.patrol_order (address, finding_id) where state = 'open';
create index patrol_order_desk on office.patrol_order (body_id, state, due_on, id);
create index patrol_order_address on office.patrol_order (address, state);
