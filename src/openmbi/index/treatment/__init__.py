"""From raw indicators to comparable ones, and on to a score: screening, imputation, outliers, normalisation, weights, aggregation."""
