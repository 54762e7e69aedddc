"""A line of a few months without axes, beside its figures."""

from __future__ import annotations

from collections.abc import Sequence

WIDTH, HEIGHT = 120, 26


def sparkline(values: Sequence[str | None]) -> str:
    """Return the outline of a series as an SVG path in a box of 120 × 26; "" where fewer than two values are known. Gaps stay open."""
    known = [float(value) for value in values if value is not None]
    if len(known) < 2:
        return ""
    low, high = min(known), max(known)
    scale = (HEIGHT - 4) / ((high - low) or 1)
    step = (WIDTH - 4) / (len(values) - 1)
    drawn, pen = [], "M"
    for place, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        drawn.append(f"{pen}{2 + place * step:.1f} {HEIGHT - 2 - (float(value) - low) * scale:.1f}")
        pen = "L"
    return "".join(drawn)
