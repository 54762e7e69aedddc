"""A client of the API for notebooks and programs: `openmbi.Client`."""
