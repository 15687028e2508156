-- 文件与解读相互关联 (焦作 二(四)): a document may state that it interprets another.
alter table office.relation drop constraint relation_relation_check;
alter table office.relation add constraint relation_relation_check
  check (relation in ('amends', 'repeals', 'replaces', 'basis', 'implements', 'interprets'));
