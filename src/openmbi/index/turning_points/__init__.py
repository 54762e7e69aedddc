"""Turning points: where a series peaks and bottoms, what phase it is in, and when that could first be known."""
