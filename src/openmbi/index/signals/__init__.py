"""The signals approach: what a measure beyond a threshold foretells, how often it is wrong, and thresholds fixed on the past alone."""
