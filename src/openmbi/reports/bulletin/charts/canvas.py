"""A drawing surface: shapes and texts in SVG that a browser, the typesetter and Word's picture all show alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from unicodedata import east_asian_width
from xml.sax.saxutils import escape, quoteattr

from openmbi.core.language import Language

INK, QUIET, FAINT, PAPER = "#1c2a36", "#55636f", "#d5dbe0", "#ffffff"
STRONG, SECOND, BAND = "#1f4e79", "#b5651d", "#b9c9d8"
SIZE = 11
"""Size of texts, in units of the drawing: a drawing of WIDTH units is as wide as the print area."""
WIDTH = 640


@dataclass(frozen=True)
class Style:
    """In which language and with which fonts a chart is drawn, and how lights look, by colour: paint, ink and outline."""

    language: Language
    fonts: Sequence[str]
    looks: Mapping[str, Mapping[str, Any]]

    def say(self, pair: Mapping[str, str] | None) -> str:
        """Return a text of the document in the language."""
        return "" if pair is None else pair[self.language.value]


@dataclass
class Canvas:
    """A drawing of `width` × `height` units, from the upper left."""

    style: Style
    height: float
    width: float = WIDTH
    parts: list[str] = field(default_factory=list)

    def line(  # noqa: PLR0917  two ends and a look
        self, x1: float, y1: float, x2: float, y2: float, ink: str = FAINT, wide: float = 1, dash: str = ""
    ) -> None:
        """Draw a straight line."""
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(
            f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{ink}" stroke-width="{wide:g}" fill="none"{dashes}/>'
        )

    def path(self, outline: str, *, ink: str = "none", wide: float = 1, paint: str = "none", dash: str = "") -> None:
        """Draw an outline."""
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(
            f'<path d="{outline}" stroke="{ink}" stroke-width="{wide:g}" stroke-linejoin="round" fill="{paint}"{dashes}/>'
        )

    def box(self, x: float, y: float, width: float, height: float, paint: str, *, ink: str = "none") -> None:
        """Draw a rectangle."""
        self.parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{max(height, 0):.1f}" fill="{paint}" stroke="{ink}"/>'
        )

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        anchor: str = "start",
        ink: str = INK,
        size: float = SIZE,
        bold: bool = False,
        turn: float = 0,
        halo: bool = False,
    ) -> None:
        """Write words with their baseline at y. `halo`: what lies beneath is covered."""
        weight = ' font-weight="bold"' if bold else ""
        turned = f' transform="rotate({turn:g} {x:.1f} {y:.1f})"' if turn else ""
        placed = f'x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}"{weight}{turned}'
        if halo:
            wide = text_width(words, size)
            self.box(x - (wide if anchor == "end" else 0), y - size * 0.85, wide, size * 1.05, PAPER)
        self.parts.append(f'<text {placed} fill="{ink}">{escape(words)}</text>')

    def light(self, x: float, y: float, colour: str, size: float = 10) -> None:
        """Draw a light's shape around a middle."""
        look = self.style.looks[colour]
        scale = size / 16
        self.parts.append(
            f'<path d="{look["outline"]}" transform="translate({x - size / 2:.1f} {y - size / 2:.1f}) scale({scale:.3f})" '
            f'fill="{look["paint"]}" stroke="{QUIET}" stroke-width="{0.8 / scale:.2f}"/>'
        )

    def svg(self) -> str:
        """Return the drawing as one `<svg>` element."""
        family = quoteattr(
            ", ".join([*(f"'{name}'" if " " in name else name for name in self.style.fonts), "sans-serif"])
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width:g} {self.height:.1f}" width="{self.width:g}" height="{self.height:.1f}" '
            f"font-family={family}>{''.join(self.parts)}</svg>"
        )


def text_width(words: str, size: float = SIZE) -> float:
    """Return about how wide words are: a Chinese character is as wide as high, any other a little over half."""
    return size * sum(1.0 if east_asian_width(each) in "WF" else 0.55 for each in words)


def shortened(words: str, width: float, size: float = SIZE) -> str:
    """Return words that fit a width, cut with an ellipsis where they would not."""
    if text_width(words, size) <= width:
        return words
    while words and text_width(words + "…", size) > width:
        words = words[:-1]
    return words.rstrip() + "…"
