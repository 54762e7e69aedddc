"""The one-glance page: one screen that says how it stands, what changed and why, what is open, and whether the data are there."""
