"""Why an index moved: contributions that sum to its published change exactly, and concentration."""
