"""The nowcast of a target: its density and calibrated intervals, the news between two vintages, and what coming releases will weigh."""
