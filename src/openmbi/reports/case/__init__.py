"""The page of one case: what was found and why, what has been done, what may be done next."""
