"""The only rooms that serve or print: command line, web and notebook."""
