"""The only rooms that serve or print: command line and web."""
