"""The sections of the public edition, in one file each."""
