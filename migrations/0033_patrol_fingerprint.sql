-- What a published text says, as a fingerprint: the same text under two addresses of one body is found by it (上海 五(十六): 去重互补).
create table office.published_fingerprint (
  address text primary key,
  body_id integer not null,
  number bigint not null,
  fingerprint text not null
);
create index published_fingerprint_same on office.published_fingerprint (body_id, fingerprint, number);
