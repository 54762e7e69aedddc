"""The page of a backtest: which method errs least, how sure that is, and whether the catalog uses it."""
