"""Matplotlib figures as SVG that may stand inline in a page under a strict content policy."""

from __future__ import annotations

from io import StringIO
from xml.etree import ElementTree

from matplotlib import rc_context
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

_NAMESPACE = "http://www.w3.org/2000/svg"
_TAG = f"{{{_NAMESPACE}}}"
_NOT_DRAWN = {f"{_TAG}metadata", f"{_TAG}style"}
_NOTHING_TOLD = dict.fromkeys(("Date", "Creator", "Format", "Type"))

ElementTree.register_namespace("", _NAMESPACE)


def inline_svg(figure: Figure, name: str) -> str:
    """Return a figure as one `<svg>` element without style elements, style attributes or ids that could clash; text stays text.

    `name` seeds the ids that clipping refers to, so that the same figure gives the same text, and two charts share no id.
    """
    written = StringIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        FigureCanvasSVG(figure).print_svg(written, metadata=_NOTHING_TOLD)
    root = ElementTree.fromstring(written.getvalue())
    _strip(root)
    for size in ("width", "height", "version"):
        root.attrib.pop(size, None)
    root.set("aria-hidden", "true")
    root.set("focusable", "false")
    return ElementTree.tostring(root, encoding="unicode")


def _strip(element: ElementTree.Element) -> None:
    for child in [child for child in element if child.tag in _NOT_DRAWN]:
        element.remove(child)
    if element.tag != f"{_TAG}clipPath":
        element.attrib.pop("id", None)
    element.attrib.update(_presentation(element.attrib.pop("style", "")))
    if "d" in element.attrib:
        element.set("d", " ".join(element.attrib["d"].split()))
    element.text, element.tail = (element.text or "").strip() or None, None
    for child in element:
        _strip(child)


def _presentation(style: str) -> dict[str, str]:
    """Return a style as presentation attributes; the page's own CSS names the font."""
    rules = dict(rule.strip().split(": ", 1) for rule in style.split(";") if ": " in rule)
    font = rules.pop("font", None)
    if font:
        rules["font-size"] = next(part for part in font.split() if part.endswith("px"))
    rules.pop("font-family", None)
    return rules
