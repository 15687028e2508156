-- What a body publishes besides documents (公开指南、机构职能、领导信息、动态、通知公告、无此职能说明), emergency responses and days
-- of mourning on its pages, and what readers say about a page.

create table office.posting (
  id bigint generated always as identity primary key,
  body_id integer not null references office.body,
  kind text not null,
  state text not null,
  version integer not null default 1,
  drafter_id integer not null references office.staff,
  title text not null,
  content jsonb not null,
  -- Given at the first publication, kept for ever.
  address text unique,
  published_at timestamptz,
  changed_at timestamptz not null
);
create index posting_body on office.posting (body_id, changed_at desc);

create table office.alert (
  id bigint generated always as identity primary key,
  body_id integer not null references office.body,
  kind text not null check (kind in ('response', 'mourning')),
  state text not null,
  version integer not null default 1,
  proposer_id integer not null references office.staff,
  level text,
  title text not null,
  text text not null,
  address text,
  starts_at timestamptz,
  ends_at timestamptz check (ends_at > starts_at),
  raised_at timestamptz,
  lowered_at timestamptz,
  changed_at timestamptz not null
);
create index alert_body on office.alert (body_id, id desc);

-- What the public reads of an alert: from its raising on, also after it was lowered.
create table record.alert (
  id bigint primary key,
  body_id integer not null,
  body_name text not null,
  kind text not null,
  level text,
  title text not null,
  text text not null,
  address text,
  starts_at timestamptz not null,
  ends_at timestamptz,
  lowered_at timestamptz,
  chain_position bigint not null
);
create index alert_of_body on record.alert (body_id, starts_at desc);
create trigger alert_tells after insert or update or delete or truncate on record.alert
  for each statement execute function record.tell_change();
grant insert, update on record.alert to office;

-- 页面找错: what a reader found wrong with a page. No name, no address, no number of the reader is asked or kept.
create table office.mistake (
  id bigint generated always as identity primary key,
  body_id integer not null references office.body,
  state text not null,
  version integer not null default 1,
  address text not null,
  kind text not null check (kind in ('wording', 'link', 'outdated', 'privacy', 'display', 'other')),
  text text not null,
  answer text,
  received_at timestamptz not null,
  changed_at timestamptz not null
);
create index mistake_body on office.mistake (body_id, id desc);
create unique index mistake_once on office.mistake (address, md5(text)) where state = 'received';

-- “这条信息对您有用吗”: sums a day, no single answer.
create table office.usefulness (
  address text not null,
  day date not null,
  useful integer not null default 0,
  useless integer not null default 0,
  primary key (address, day)
);

-- The public side may call these two and nothing else here. They check again what the form has checked, and never take more
-- than a body can read: 30 reports an hour about one page, 300 in all; beyond that the answer is 'too-many'.
create function intake.report_mistake(p_address text, p_kind text, p_text text)
returns table (outcome text, number bigint)
language plpgsql security definer set search_path = pg_catalog, office, record as $$
declare
  v_body integer;
  v_text text := btrim(p_text, E' \n\t　');
begin
  select c.body_id into v_body from record.current c where c.address = p_address and c.standing = 'published';
  if v_body is null then
    outcome := 'unknown'; return next; return;
  end if;
  if v_text is null or char_length(v_text) not between 4 and 1000
     or p_kind not in ('wording', 'link', 'outdated', 'privacy', 'display', 'other') then
    outcome := 'invalid'; return next; return;
  end if;
  select m.id into number from office.mistake m
    where m.address = p_address and md5(m.text) = md5(v_text) and m.state = 'received';
  if number is not null then
    outcome := 'taken'; return next; return;
  end if;
  perform pg_advisory_xact_lock(72026115);
  if (select count(*) from office.mistake m where m.address = p_address and m.received_at > now() - interval '1 hour') >= 30
     or (select count(*) from office.mistake m where m.received_at > now() - interval '1 hour') >= 300 then
    outcome := 'too-many'; return next; return;
  end if;
  insert into office.mistake (body_id, state, address, kind, text, received_at, changed_at)
  values (v_body, 'received', p_address, p_kind, v_text, now(), now()) returning id into number;
  perform graphile_worker.add_job('feedback:receive', json_build_object('mistake', number), job_key => 'mistake-' || number);
  outcome := 'taken';
  return next;
end $$;
grant execute on function intake.report_mistake to portal;

create function intake.mark_useful(p_address text, p_useful boolean) returns boolean
language plpgsql security definer set search_path = pg_catalog, office, record as $$
begin
  if p_useful is null
     or not exists (select 1 from record.current c where c.address = p_address and c.standing = 'published') then
    return false;
  end if;
  insert into office.usefulness as u (address, day, useful, useless)
  values (p_address, (now() at time zone 'Asia/Shanghai')::date, p_useful::int, 1 - p_useful::int)
  on conflict (address, day) do update
    set useful = u.useful + excluded.useful, useless = u.useless + excluded.useless;
  return true;
end $$;
grant execute on function intake.mark_useful to portal;

-- Printable copies of what stands published, made by the worker from the public content.
create table record.copy (
  content_hash text not null references record.content (hash) on delete cascade,
  form text not null check (form in ('pdf', 'docx')),
  file_hash text not null,
  size bigint not null,
  primary key (content_hash, form)
);
create trigger copy_tells after insert or delete on record.copy
  for each statement execute function record.tell_change();
grant insert, delete on record.copy to office;
