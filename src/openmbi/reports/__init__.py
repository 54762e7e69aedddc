"""Reports, one folder each: pure functions from figures to one document that every door renders."""
