"""The enterprise register: what an enterprise was, and from when to when."""
