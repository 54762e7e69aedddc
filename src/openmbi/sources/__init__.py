"""One folder per kind of incoming file: its contract, its reader and examples. Whatever is wrong with a row is found here, and nothing is lost."""
