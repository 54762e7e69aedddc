"""Rules that turn figures into lights with a reason: dated thresholds, hysteresis, stoppages."""
