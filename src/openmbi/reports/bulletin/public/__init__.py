"""The public edition of the bulletin: made of a signed public release alone, and of nothing that a run says."""
