"""Declarations of places, industries, calendars, indicators, indexes, lights and events, one small YAML each, and the one loader that checks them."""
