"""The sections of the bulletin, in one file each."""
