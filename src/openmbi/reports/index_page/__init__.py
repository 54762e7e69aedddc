"""The index page: candles, bands, phases, what was said on an earlier day, news and contributions."""
