"""Daily readings of meters or enterprises, one line a day and one column a subject."""
