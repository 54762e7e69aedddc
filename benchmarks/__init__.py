"""Speed and memory against a named peer or a stated limit, measured in one run."""
