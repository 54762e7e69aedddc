"""Any two colours of a palette can be told apart by every reader: by hue with each kind of colour blindness, by lightness in grey, by shape and letter.

Colour blindness (full dichromacy) is simulated with the matrices of Machado, Oliveira and Fernandes (2009), "A physiologically-based model for simulation
of color vision deficiency", IEEE TVCG 15(6), table of severity 1.0, in linear sRGB; the difference is CIEDE2000 (Sharma, Wu and Dalal 2005).
"""

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from openmbi.catalog.loader import load_all
from openmbi.catalog.palettes import Palette

DOCUMENTS = Path(__file__).parents[2] / "docs/explanation"
PALETTES = load_all(Palette, "palettes", None)
VISION = {
    "normal": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
LEAST_DIFFERENCE = 15  # a difference of 2 is just seen side by side
LEAST_LIGHTNESS_STEP = 10  # of L*, 0 black … 100 white

Vector = NDArray[np.float64]


def linear(colour: str) -> Vector:
    """Linear sRGB of a colour in hexadecimal."""
    parts = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(rgb: Vector) -> Vector:
    """CIE L*a*b* of linear sRGB, its white as reference."""
    t = TO_XYZ @ np.clip(rgb, 0, 1) / TO_XYZ.sum(axis=1)
    x, y, z = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def difference(one: Vector, other: Vector) -> float:
    """CIEDE2000."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    chroma = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    a1, a2 = np.array([a1, a2]) * (1.5 - 0.5 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7)))
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2([b1, b2], [a1, a2])) % 360
    turn = (h2 - h1 + 180) % 360 - 180
    lightness, chroma, hue = (l1 + l2) / 2, (c1 + c2) / 2, h1 + turn / 2
    t = 1 + sum(
        weight * np.cos(np.radians(times * hue + shift))
        for weight, times, shift in ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.20, 4, -63))
    )
    off = (lightness - 50) ** 2
    light = (l2 - l1) / (1 + 0.015 * off / np.sqrt(20 + off))
    colourful = (c2 - c1) / (1 + 0.045 * chroma)
    tint = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2)) / (1 + 0.015 * chroma * t)
    rotation = np.sin(np.radians(60 * np.exp(-(((hue % 360 - 275) / 25) ** 2)))) * np.sqrt(
        chroma**7 / (chroma**7 + 25.0**7)
    )
    return float(np.sqrt(light**2 + colourful**2 + tint**2 - 2 * rotation * colourful * tint))


def fills(palette: Palette) -> list[str]:
    return [look.fill for _, look in palette.legend() if look.fill]


def least_difference(palette: Palette, vision: Vector) -> float:
    seen = [lab(vision @ linear(fill)) for fill in fills(palette)]
    return min(difference(one, other) for one, other in combinations(seen, 2))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_difference_is_the_published_one(one, other, expected):
    assert difference(np.array(one), np.array(other)) == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize("name", list(VISION))
def test_the_simulation_keeps_grey_grey(name: str):
    np.testing.assert_allclose(VISION[name] @ np.ones(3), 1, atol=2e-6)


def test_the_check_finds_colours_that_a_reader_confuses():
    red, green = (lab(VISION["deutan"] @ linear(colour)) for colour in ("#a25c00", "#6b7a00"))
    assert difference(red, green) < 10 < difference(lab(linear("#a25c00")), lab(linear("#6b7a00")))


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
@pytest.mark.parametrize("name", list(VISION))
def test_any_two_colours_differ_for_every_eye(palette: Palette, name: str):
    assert least_difference(palette, VISION[name]) >= LEAST_DIFFERENCE


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_any_two_colours_differ_in_grey(palette: Palette):
    lightness = sorted(lab(linear(fill))[0] for fill in fills(palette))
    assert np.diff(lightness).min() >= LEAST_LIGHTNESS_STEP


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_lightness_falls_from_stable_to_the_ends(palette: Palette):
    """Legends run from red to green (risk) or red to blue (cycle5): lightness rises to green and falls after it."""
    lightness = [lab(linear(fill))[0] for fill in fills(palette)]
    top = lightness.index(max(lightness))
    assert palette.green
    assert fills(palette)[top] == palette.green.fill
    assert lightness[: top + 1] == sorted(lightness[: top + 1])
    assert lightness[top:] == sorted(lightness[top:], reverse=True)


@pytest.mark.parametrize("page", ["lights.md", "lights.zh.md"])
@pytest.mark.parametrize("name", PALETTES)
def test_the_documents_tell_the_measured_figures(name: str, page: str):
    palette = PALETTES[name]
    grey = np.diff(sorted(lab(linear(fill))[0] for fill in fills(palette))).min()
    measured = [*(least_difference(palette, vision) for vision in VISION.values()), grey]
    row = " | ".join([f"`{name}`", *(f"{figure:.1f}" for figure in measured)])
    assert f"| {row} |" in (DOCUMENTS / page).read_text(encoding="utf-8")
