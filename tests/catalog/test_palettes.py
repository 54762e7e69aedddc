import pytest

from openmbi.catalog.loader import load_all
from openmbi.catalog.palettes import Palette
from openmbi.core.tables import Colour

PALETTES = load_all(Palette, "palettes", None)


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.1."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_text_on_every_colour_is_readable(palette: Palette):
    assert all(contrast(entry.fill or "#ffffff", entry.ink) >= 4.5 for _, entry in palette.legend())


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_colours_differ_in_grey(palette: Palette):
    grey = [luminance(entry.fill) for _, entry in palette.legend() if entry.fill]
    assert all(abs(one - other) > 0.08 for k, one in enumerate(grey) for other in grey[:k])


def test_the_risk_palette_is_the_one_designed():
    risk = PALETTES["risk"]
    looks = {colour: (entry.shape, entry.fill) for colour, entry in risk.legend()}
    assert looks == {
        Colour.RED: ("▲", "#8e1b1b"),
        Colour.YELLOW: ("◆", "#f2b134"),
        Colour.GREEN: ("●", "#bfe3c6"),
        Colour.NO_DATA: ("–", None),
    }
    assert risk.entry(Colour.NO_DATA).ink == "#5c6670"
    with pytest.raises(KeyError):
        risk.entry(Colour.BLUE)
