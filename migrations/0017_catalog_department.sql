-- The department that compiles it: whose drafters and head may go on with it.
alter table office.catalog_version add column department_id integer references office.department;
