"""Values of any indicator, one observation a line: subject, period, value."""
