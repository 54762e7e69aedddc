"""The start page of an enterprise's user: how the own enterprise stands, what is asked of it, and where to answer."""
