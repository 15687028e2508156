-- 本机关设置 that decide what citizens are told and how long personal data is kept: proposed by one, approved by another.
create table office.request_setting_proposal (
  id bigint generated always as identity primary key,
  body_id integer not null references office.body,
  state text not null check (state in ('proposed', 'approved', 'rejected', 'withdrawn')),
  version integer not null default 1,
  -- The members that change, as they were and as they would be.
  change_from jsonb not null,
  change_to jsonb not null,
  reason text not null,
  proposed_by integer not null references office.staff,
  proposed_at timestamptz not null,
  decided_at timestamptz,
  check ((state = 'proposed') = (decided_at is null))
);
create unique index request_setting_proposed on office.request_setting_proposal (body_id) where state = 'proposed';
