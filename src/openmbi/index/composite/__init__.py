"""Composites of several indicators: by expert weights, by equal weights, and by the Conference Board's method."""
