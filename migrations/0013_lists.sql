-- Lists of documents: a bureau may hold a million. Folding is one function, so that what is asked and what is stored fold alike.
create function office.folded(p text) returns text language sql immutable parallel safe as
  $$ select lower(translate(p, E' \u3000\t〔〕[]【】（）()《》<>“”"、，。：；,.:;-—', '')) $$;

-- Every pair of neighbouring characters: Chinese has no blanks between words, and half a title is asked for as often as a whole one.
create function office.pairs_of(p text) returns text[] language plpgsql immutable parallel safe as $$
declare
  t text := office.folded(p);
  found text[] := '{}';
begin
  for i in 1 .. length(t) - 1 loop
    found := found || substr(t, i, 2);
  end loop;
  return found;
end $$;
grant execute on function office.folded, office.pairs_of to office;

create index document_pairs on office.document using gin (office.pairs_of(title || coalesce(document_number, '')));
create index document_newest on office.document (body_id, id desc);
create index document_of_department on office.document (body_id, department_id, id desc);
create index document_issued_on on office.document (body_id, issued_on desc nulls last, id desc);
create index document_written_on on office.document (body_id, written_on);
create index document_published_at on office.document (body_id, published_at desc nulls last, id desc);
create index document_moved on office.document (body_id, reached_at desc, id desc);
create index document_in_work on office.document (body_id, department_id, state)
  where state not in ('draft', 'published', 'withdrawn', 'cancelled', 'removed');
-- What somebody has had in his hands.
create index event_hand on office.event (actor_id, subject_id) where subject_kind = 'document' and verb <> 'draft';

-- 常用查询: the filters of a list under a name, each person's own.
create table office.saved_query (
  id integer generated always as identity primary key,
  staff_id integer not null references office.staff,
  list text not null,
  name text not null,
  query text not null,
  saved_at timestamptz not null,
  unique (staff_id, list, name)
);

-- 导出: who took which list out of the house, filtered how, why, how many lines. A large one is made by a job and kept until it expires.
create table office.export (
  id bigint generated always as identity primary key,
  body_id integer not null references office.body,
  staff_id integer not null references office.staff,
  source text not null,
  title text not null,
  query jsonb not null,
  full_text boolean not null,
  reason text not null,
  state text not null check (state in ('making', 'ready', 'failed', 'expired')),
  lines integer,
  file_hash text,
  size bigint,
  asked_at timestamptz not null,
  ready_at timestamptz,
  expires_at timestamptz,
  check (state <> 'ready' or lines is not null)
);
create index export_of on office.export (staff_id, id desc);
create index export_kept on office.export (expires_at) where file_hash is not null and state = 'ready';
