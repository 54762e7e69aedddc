"""The overview of one zone: headline, why it moved, level, resumption, lights, stoppages, coverage, method, data."""
