"""The page of one group of any level: zone, city, industry, cell, county, cluster, size class."""
