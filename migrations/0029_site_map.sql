-- The site map's index counts every publication by its number, with the day of its last change: from this index alone.
create index current_site_map on record.current (number) include (published_at) where standing = 'published';
