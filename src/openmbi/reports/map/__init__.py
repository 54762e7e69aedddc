"""The map page: the bureau's own reviewed map with the lights of its cities and its 审图号."""
