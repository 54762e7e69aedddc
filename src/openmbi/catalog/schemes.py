"""Which colours a scheme of lights may have, and their order: it is what a polarity means."""

from __future__ import annotations

from collections.abc import Collection

from openmbi.core.tables import Colour, Polarity

ORDER = {
    Polarity.RISK: (Colour.RED, Colour.ORANGE, Colour.YELLOW, Colour.BLUE, Colour.GREEN),
    Polarity.CYCLE5: (Colour.RED, Colour.YELLOW_RED, Colour.GREEN, Colour.YELLOW_BLUE, Colour.BLUE),
}
"""The colours of a polarity as a legend lists them: `risk` from worst to best, `cycle5` from overheated to cold. A scheme may leave some out."""


def check_colours_belong(polarity: Polarity, colours: Collection[Colour]) -> None:
    """Raise ValueError where a polarity has no such colour."""
    strange = [colour.name.lower() for colour in colours if colour not in ORDER[polarity]]
    if strange:
        raise ValueError(f"the polarity {polarity} has no colour {', '.join(strange)}")
