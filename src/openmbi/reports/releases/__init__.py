"""The list of public releases: what is published, as known when, by whom signed; and what can be done with it."""
