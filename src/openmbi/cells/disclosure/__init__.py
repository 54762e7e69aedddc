"""Disclosure control: which cells are sensitive, which others must be held back with them, and the check of what can be worked out all the same."""
