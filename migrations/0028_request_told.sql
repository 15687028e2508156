-- The last day of an open case as people were last told, and the newest fact it rested on: the same facts with another day mean that
-- the calendar has moved it. It decides nothing; the clock is always read anew from the facts.
create table office.request_told (
  request_id bigint primary key references office.request,
  due_on date not null,
  fact_id bigint not null
);
