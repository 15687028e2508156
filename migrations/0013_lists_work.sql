-- What is under way is a small part of what a bureau has: an issued document waits for nobody unless it is to be published.
drop index office.document_in_work;
create index document_in_work on office.document (body_id, department_id, state)
  where state not in ('draft', 'published', 'withdrawn', 'cancelled', 'removed') and (state <> 'issued' or attribute = 'proactive');
-- State and attribute go together (what is on-request stays issued): without this the planner expects a hundred times too many.
create statistics office.document_standing (mcv) on state, attribute from office.document;
-- One index answers any filters together: what does not stand in front is compared in the index, before a row is fetched.
create index document_filters on office.document (body_id, issued_on, department_id, attribute, state, kind)
  include (drafter_id, id);
