"""From an adjusted panel to an index: the activity level with its divisor, its candles and coverage, and the resumption rates."""
