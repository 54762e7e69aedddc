"""Daily readings of meters or enterprises, one observation a line."""
