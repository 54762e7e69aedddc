"""The ways to make one score of weighted indicators, one file each, found by discovery."""
