"""The ways to treat outliers and skewness, one file each, found by discovery."""
