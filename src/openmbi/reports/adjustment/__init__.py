"""The page of diagnostics of an adjustment method."""
