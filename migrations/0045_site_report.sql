-- 政府网站工作年度报表: which posting carries the report of a body and year. Its figures are counted when they are asked for.
create table office.site_report (
  body_id integer not null references office.body,
  year integer not null check (year between 2008 and 2199),
  posting_id bigint not null references office.posting,
  sent_at timestamptz not null,
  primary key (body_id, year)
);
