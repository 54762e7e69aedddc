"""The page, drawn from its document alone."""

from openmbi.reports.province.rendering import pages

__all__ = ["pages"]
