"""The ways to put indicators of different units on one scale, one file each, found by discovery."""
