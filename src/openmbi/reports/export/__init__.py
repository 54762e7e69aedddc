"""Documents as tables and drawings that leave the system: every one says who took it, when, of which run, and that it is internal."""
