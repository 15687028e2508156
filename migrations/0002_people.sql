create table office.body (
  id integer generated always as identity primary key,
  parent_id integer references office.body,
  ancestors integer[] not null default '{}',
  slug text not null unique check (slug ~ '^[a-z][a-z0-9-]{1,39}$'),
  name text not null unique,
  short_name text not null,
  level text not null check (level in ('ministry', 'province', 'city', 'county', 'township')),
  region text not null default '000000',
  credit_code text,
  organ_code text,
  index_template text not null default '{uscc}/{yyyy}-{seq:5}',
  sort integer not null default 0,
  settings jsonb not null default '{}',
  created_at timestamptz not null
);
create index body_ancestors on office.body using gin (ancestors);

create table office.department (
  id integer generated always as identity primary key,
  body_id integer not null references office.body,
  name text not null,
  duty text not null check (duty in ('general', 'openness', 'secrecy', 'legal', 'business')),
  sort integer not null default 0,
  unique (body_id, name)
);

create table office.staff (
  id integer generated always as identity primary key,
  body_id integer not null references office.body,
  department_id integer references office.department,
  account text not null unique check (account ~ '^[a-z][a-z0-9._-]{1,59}$'),
  name text not null,
  title text,
  password_hash text not null,
  password_set_at timestamptz not null,
  password_history text[] not null default '{}',
  must_change boolean not null default true,
  totp_secret bytea,
  totp_on boolean not null default false,
  totp_used_step bigint,
  active boolean not null default true,
  created_at timestamptz not null
);
create index staff_body on office.staff (body_id);

-- Failed sign-ins, counted by what was typed and by where it came from, never by the staff row: an account that does
-- not exist must lock exactly like one that does (GB/T 22239 身份鉴别 b). Key: `account:…` or `address:…`.
create table office.sign_in_guard (
  key text primary key,
  failures integer not null,
  lockouts integer not null default 0,
  failed_at timestamptz not null,
  locked_until timestamptz
);

create table office.role_grant (
  id integer generated always as identity primary key,
  staff_id integer not null references office.staff,
  role text not null check (role in ('drafter', 'departmentHead', 'opennessOfficer', 'secrecyOfficer', 'legalReviewer',
    'leader', 'publisher', 'systemAdmin', 'securityAdmin', 'auditAdmin')),
  body_id integer not null references office.body,
  department_id integer references office.department,
  granted_by integer references office.staff,
  granted_at timestamptz not null,
  activated_by integer references office.staff,
  activated_at timestamptz,
  revoked_by integer references office.staff,
  revoked_at timestamptz,
  check (granted_by is null or granted_by <> staff_id),
  check (activated_by is null or activated_by <> staff_id),
  check (activated_by is null or granted_by is null or activated_by <> granted_by)
);
create unique index role_grant_once on office.role_grant (staff_id, role, body_id, coalesce(department_id, 0))
  where revoked_at is null;
-- 三员分立：one account holds at most one of the three administrator roles (GB/T 22239 安全管理机构).
create unique index one_administrator_role on office.role_grant (staff_id)
  where revoked_at is null and role in ('systemAdmin', 'securityAdmin', 'auditAdmin');
create index role_grant_body on office.role_grant (body_id, role) where revoked_at is null;

create table office.session (
  id text primary key,
  staff_id integer not null references office.staff,
  csrf text not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  idle_minutes integer not null check (idle_minutes > 0),
  ends_at timestamptz not null,
  address text not null,
  agent text not null,
  ended_at timestamptz,
  ended_why text
);
create index session_staff on office.session (staff_id) where ended_at is null;

create table office.delegation (
  id integer generated always as identity primary key,
  from_staff integer not null references office.staff,
  to_staff integer not null references office.staff,
  from_on date not null,
  until_on date not null,
  reason text not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  check (from_staff <> to_staff),
  check (from_on <= until_on)
);
create index delegation_to on office.delegation (to_staff) where ended_at is null;
create index delegation_from on office.delegation (from_staff) where ended_at is null;

create table office.notice (
  id bigint generated always as identity primary key,
  staff_id integer not null references office.staff,
  subject_kind text not null,
  subject_id bigint not null,
  text text not null,
  created_at timestamptz not null,
  read_at timestamptz
);
create index notice_unread on office.notice (staff_id, id desc) where read_at is null;
