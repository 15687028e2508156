-- Whose department a posting is: its drafters hold their role for that department.
alter table office.posting add column department_id integer references office.department;

-- What became of a reader's report, for him who kept its number: the answer, never his words.
create table record.mistake (
  number bigint primary key,
  address text not null,
  body_id integer not null,
  outcome text not null check (outcome in ('fixed', 'dismissed')),
  answer text not null,
  received_at timestamptz not null,
  answered_at timestamptz not null,
  chain_position bigint not null
);
create index mistake_answered on record.mistake (answered_at desc);
create trigger mistake_tells after insert or update or delete or truncate on record.mistake
  for each statement execute function record.tell_change();
grant insert on record.mistake to office;
