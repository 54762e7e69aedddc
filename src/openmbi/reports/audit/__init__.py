"""The page of the audit of a composite."""
