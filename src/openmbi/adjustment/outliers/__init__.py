"""Outliers of adjusted series: how they are told, searched for and listed."""
