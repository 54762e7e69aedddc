"""What owners are told of their cases: occasions, whom each is for, and digests that fit a message."""
