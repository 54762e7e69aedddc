"""How well a method adjusts: residual seasonality, sliding spans, revisions."""
