-- 转为主动公开 (条例第四十四条), equal requests, what applicants send with a supplement, and the annual report as a publication.

-- Finds requests for the same information: bands of min-hashes over the pairs of characters of what was asked for. Two texts that are
-- alike share at least one band; how alike they are is measured from the texts themselves.
alter table office.request add column likeness integer[];
create index request_likeness on office.request using gin (likeness);
create index request_unlike on office.request (id) where likeness is null;

alter table office.request_setting add column repeat_after integer not null default 3 check (repeat_after between 2 and 50);

create table office.request_conversion (
  id bigint generated always as identity primary key,
  body_id integer not null references office.body,
  department_id integer references office.department,
  -- The case it arose from.
  request_id bigint not null references office.request,
  -- Who proposed it; null: an applicant.
  proposer_id integer references office.staff,
  state text not null check (state in ('proposed', 'accepted', 'declined', 'opened')),
  version integer not null default 1,
  title text not null,
  -- How many different applicants had asked for the same when it was proposed.
  applicants integer not null,
  proposed_on date not null,
  decided_on date,
  decided_by integer references office.staff,
  posting_id bigint references office.posting,
  document_id bigint references office.document,
  address text,
  reached_at timestamptz not null,
  created_at timestamptz not null,
  check (posting_id is null or document_id is null),
  check ((state = 'opened') = (address is not null))
);
create unique index request_conversion_open on office.request_conversion (request_id) where state in ('proposed', 'accepted');
create index request_conversion_body on office.request_conversion (body_id, state);

-- The cases that asked for the same: their applicants are told of the outcome.
create table office.request_conversion_case (
  conversion_id bigint not null references office.request_conversion,
  request_id bigint not null references office.request,
  primary key (conversion_id, request_id)
);
create index request_conversion_of on office.request_conversion_case (request_id);

-- What an applicant sent along with a message, closed before it reached a disk; goes into the file of the case.
create table office.request_message_file (
  id bigint generated always as identity primary key,
  message_id bigint not null references office.request_message,
  sealed bytea not null check (length(sealed) <= 8000000)
);
create index request_message_file_of on office.request_message_file (message_id);
alter table office.request_message drop constraint request_message_kind_check;
alter table office.request_message add constraint request_message_kind_check
  check (kind in ('message', 'supplement', 'withdraw', 'satisfaction', 'ask-supplement', 'convert'));

-- The posting that the annual report of a year is published with.
alter table office.request_annual add column posting_id bigint references office.posting;

drop function intake.write_request(text, bytea, bigint, text, bytea, bytea, integer);
-- 'taken', 'unknown', 'not-now' (the case is past it) or 'too-many'.
create function intake.write_request(p_receipt text, p_query_hash bytea, p_matter bigint, p_kind text, p_office bytea, p_reader bytea,
  p_score integer, p_files bytea[])
returns text language plpgsql security definer set search_path = pg_catalog as $$
declare
  v_request bigint;
  v_state text;
  made bigint;
begin
  if p_kind not in ('message', 'supplement', 'withdraw', 'satisfaction', 'convert') or length(p_office) > 20000
     or length(p_reader) > 20000 or (p_kind = 'satisfaction') <> (p_score is not null)
     or (p_kind <> 'satisfaction' and p_office is null)
     or coalesce(array_length(p_files, 1), 0) > 3 or (p_kind <> 'supplement' and coalesce(array_length(p_files, 1), 0) > 0) then
    raise exception 'message is malformed' using errcode = 'invalid_parameter_value';
  end if;
  select a.request_id into v_request from office.request_asked(p_receipt, p_query_hash) a;
  select r.id, r.state into v_request, v_state from office.request r
    where r.id = p_matter and (r.id = v_request or r.letter_id = v_request) for update;
  if v_request is null or v_state is null then
    return 'unknown';
  end if;
  if (p_kind = 'supplement' and v_state <> 'supplementing')
     or (p_kind = 'withdraw' and v_state not in ('submitted', 'received', 'supplementing', 'handling', 'charging', 'drafted',
       'reviewed', 'approved'))
     or (p_kind = 'convert' and (v_state not in ('replied', 'closed')
       or not exists (select from office.request r where r.id = v_request and r.outcome in ('O1', 'O2', 'O3'))
       or exists (select from office.request_message m where m.request_id = v_request and m.kind = 'convert')))
     or (p_kind = 'satisfaction' and (v_state not in ('replied', 'closed')
       or exists (select from office.request_message m where m.request_id = v_request and m.kind = 'satisfaction'))) then
    return 'not-now';
  end if;
  if (select count(*) from office.request_message m where m.request_id = v_request and m.direction = 'applicant'
      and m.sent_at > now() - interval '1 day') >= 20 then
    return 'too-many';
  end if;
  insert into office.request_message (request_id, direction, kind, office_sealed, reader_sealed, score, sent_at)
  values (v_request, 'applicant', p_kind, p_office, p_reader, p_score, now()) returning id into made;
  insert into office.request_message_file (message_id, sealed) select made, f from unnest(p_files) f;
  perform graphile_worker.add_job('request:hear', json_build_object('message', made), job_key => 'request-hear-' || made);
  return 'taken';
end $$;
revoke all on function intake.write_request from public;
grant execute on function intake.write_request to portal;
