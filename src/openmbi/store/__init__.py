"""The bitemporal store: versions of observations, the register, quarantine, runs and releases. It owns every connection and writes every file."""
