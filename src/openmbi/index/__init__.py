"""From an adjusted panel to an index: the activity level with its divisor, its candles and coverage, and the resumption rates.

From aligned indicators to an index: composites with sub-indices by domain, diffusion indices and the PMI.
"""
