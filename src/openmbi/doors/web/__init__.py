"""The overview over HTTP, on this machine only."""
