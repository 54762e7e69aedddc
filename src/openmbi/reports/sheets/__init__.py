"""Pages that are made of tables: freshness of data, calendar, methodology, audit log."""
