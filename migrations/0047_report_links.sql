-- Whether what business systems reported can still be read at its address.

alter table office.catalog_report
  -- Null: never looked at, or not looked at any more.
  add column checked_at timestamptz,
  add column next_check_at timestamptz,
  -- Checks in a row that came to nothing, and the first of them.
  add column failures integer not null default 0,
  add column failing_since timestamptz,
  -- What the last check said, in words; null: it could be read.
  add column check_words text,
  -- Since when it no longer counts; null: it counts.
  add column lost_at timestamptz;
create index catalog_report_checks on office.catalog_report (next_check_at nulls first) where state = 'reported';

alter table record.catalog_report
  -- A page of this site: counts as long as it stands published.
  add column own_address text,
  -- Why its address no longer counts, and since when; null: it counts.
  add column fault text,
  add column lost_on date;
