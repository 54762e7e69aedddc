"""The ways to fill what is missing, one file each, found by discovery."""
