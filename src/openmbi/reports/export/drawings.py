"""The charts of a drawn page as pictures of their own: the style that the page gives them goes with them, and so does the watermark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape

WIDTH_PX, MARK_PX, MARGIN_PX = 960, 28, 14
_HEIGHT_PX = 252
_OPENING = re.compile(r'<(?:svg|div)\b[^>]*\brole="(?:img|group)"[^>]*>')
_FAMILY = re.compile(r"font-family:[^;}]+")
_FONTS = 'font-family:"Noto Sans CJK SC","Source Han Sans SC","Liberation Sans",sans-serif'
_ATTRIBUTE = re.compile(r'([\w:-]+)="([^"]*)"')
_TAG = re.compile(r"<(/?)svg\b[^>]*>")
_STRETCHED = re.compile(
    r'(<svg\b[^>]*\bviewBox="0 0 )([\d.]+)( [\d.]+"[^>]*\bpreserveAspectRatio="none"[^>]*>)(.*?)(</svg>)', re.DOTALL
)
_PAIR = re.compile(r"(-?[\d.]+)([ ,]-?[\d.]+)")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_DRAWS = re.compile(r"(^|;)\s*(fill|stroke|font|text-anchor|paint-order|opacity)")
_VARIABLES = re.compile(r"--([\w-]+):([^;}]+)")


def drawings(page: str, style: str, mark: str) -> list[bytes]:
    """Return every chart of a page, the drawings that say in words what they show, as SVG files of their own, in the page's order.

    `style`: the style sheets of the page; `mark`: the watermark. A chart that a phone shows instead of a wider one is left out.
    """
    rules = _rules(style + "".join(re.findall(r"<style>(.*?)</style>", page, re.DOTALL)))
    symbols = f"<defs>{''.join(re.findall(r'<symbol .*?</symbol>', page, re.DOTALL))}</defs>"
    return [_alone(words, chart, rules + symbols, mark) for words, chart in _charts(page)]


def charts_in(page: str) -> int:
    """Return how many charts a page has."""
    return sum(1 for _ in _charts(page))


def _charts(page: str) -> Iterator[tuple[str, str]]:
    """Yield what each of the outermost drawings shows, in words, and the drawing from its opening to its closing tag."""
    after = 0
    for opening in _OPENING.finditer(page):
        said = dict(_ATTRIBUTE.findall(opening[0]))
        first = _TAG.search(page, opening.start())
        if (
            opening.start() < after
            or first is None
            or "narrow" in said.get("class", "").split()
            or not said.get("aria-label")
        ):
            continue
        depth = 0
        for tag in _TAG.finditer(page, first.start()):
            depth += -1 if tag[1] else 1
            if depth == 0:
                after = tag.end()
                yield unescape(said["aria-label"]), page[first.start() : after]
                break


def _alone(words: str, chart: str, shared: str, mark: str) -> bytes:
    opening = _TAG.match(chart)
    assert opening is not None
    attributes = dict(_ATTRIBUTE.findall(opening[0]))
    box = attributes.get("viewBox", "")
    width, height = _size(box)
    inner = _STRETCHED.sub(lambda found: _unstretched(found, width), chart[opening.end() : -len("</svg>")])
    kind = attributes.get("class", "")
    top = height + 2 * MARGIN_PX
    framed = f' viewBox="{box}"' if box else ""
    spaces = "".join(f' {name}="{value}"' for name, value in attributes.items() if name.startswith("xmlns:"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg"{spaces} width="{width + 2 * MARGIN_PX}" height="{top + MARK_PX}" role="img" aria-label="{escape(words)}">'
        f"{shared}"
        f'<rect width="{width + 2 * MARGIN_PX}" height="{top + MARK_PX}" fill="#ffffff"/>'
        f'<g class="chart"><svg x="{MARGIN_PX}" y="{MARGIN_PX}" width="{width}" height="{height}" class="{kind}"{framed}>'
        f'<g class="{kind}">{inner}</g></svg></g>'
        f'<text x="{MARGIN_PX}" y="{top + MARK_PX - 12}" font-size="12" fill="#55636f" font-family="Noto Sans CJK SC, sans-serif">{escape(mark)}</text>'
        "</svg>"
    ).encode()


def _size(box: str) -> tuple[int, int]:
    """Return width and height in px: in the proportion of the picture's own box where it has one."""
    parts = [float(part) for part in box.split()]
    if len(parts) != len(("x", "y", "width", "height")) or not parts[2]:
        return WIDTH_PX, _HEIGHT_PX
    return WIDTH_PX, max(round(WIDTH_PX * parts[3] / parts[2]), 1)


def _unstretched(found: re.Match[str], width: int) -> str:
    """Return a drawing that its box stretches across, drawn at its full width instead: not every program keeps lines thin when it stretches them."""
    factor = width / float(found[2])

    def scaled(number: str) -> str:
        return f"{float(number) * factor:.2f}"

    def path(drawn: re.Match[str]) -> str:
        return f' d="{_PAIR.sub(lambda pair: scaled(pair[1]) + pair[2], drawn[1])}"'

    inner = re.sub(r' d="([^"]*)"', path, found[4])
    inner = re.sub(r' (x|x1|x2|width)="(-?[\d.]+)"', lambda one: f' {one[1]}="{scaled(one[2])}"', inner)
    inner = re.sub(r"translate\((-?[\d.]+) ", lambda one: f"translate({scaled(one[1])} ", inner)
    return f"{found[1]}{width}{found[3]}{inner}{found[5]}"


def _rules(style: str) -> str:
    """Return the rules of style sheets that draw, without what only screens know, as an element; with fonts that have Chinese letters."""
    variables = dict(_VARIABLES.findall(style))
    plain = re.sub(r"/\*.*?\*/|@[^{;]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", style, flags=re.DOTALL)
    kept = [
        f"{selector.strip()}{{{said}}}"
        for selector, said in _RULE.findall(plain)
        if ":" not in selector and _DRAWS.search(said)
    ]
    drawn = _FAMILY.sub(
        _FONTS, re.sub(r"var\(--([\w-]+)\)", lambda one: variables.get(one[1], "#1d2730"), "".join(kept))
    )
    return f"<style>{drawn.replace('<', '')}</style>"
