"""Values as cells of a spreadsheet: figures as numbers, and texts that no program takes for a formula."""

from __future__ import annotations

import re

from openmbi.reports.export.tables import Value

_NUMBER = re.compile(r"[-−+]?\d{1,15}(\.\d+)?", re.ASCII)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")


def cell(value: Value) -> str | float | int | None:
    """Return a value as a cell holds it: a figure of the document, which is a text there, as a number; other texts neutralised.

    A text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV Injection).
    """
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return value
    if _NUMBER.fullmatch(value) and not _is_code(value):
        figure = value.replace("−", "-")
        return float(figure) if "." in figure else int(figure)
    return f"'{value}" if value.startswith(_FORMULA) else value


def _is_code(value: str) -> bool:
    """Whether digits are a code: six or more without a point, as of a place or an enterprise, or with a leading zero."""
    digits = value.lstrip("+-−")
    return "." not in digits and (len(digits) >= 6 or (len(digits) > 1 and digits[0] == "0"))
