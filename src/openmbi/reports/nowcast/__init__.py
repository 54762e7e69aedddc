"""The nowcast of the target: its interval, its path, what moved it, what comes next, and how good it was."""
