"""MkDocs hook: turn `$$ … $$` and `$ … $` into MathML when the site is built, so that a page needs no script and no network to show them.

`pymdownx.arithmatex` finds the equations and leaves code alone; this hook converts what it marks. A LaTeX command that cannot be converted is a warning,
which stops the strict build.
"""

from __future__ import annotations

import html
import logging
import re

from latex2mathml.converter import convert

_DISPLAY = re.compile(r'<div class="arithmatex">\\\[(.*?)\\\]</div>', re.DOTALL)
_INLINE = re.compile(r'<span class="arithmatex">\\\((.*?)\\\)</span>', re.DOTALL)
_LEFT_OVER = re.compile(r">\\\w+<")
_log = logging.getLogger("mkdocs.hooks.equations")


def on_page_content(page_html: str, **_: object) -> str:
    """Convert every equation of a page."""
    page_html = _DISPLAY.sub(lambda match: _mathml(match[1], "block"), page_html)
    return _INLINE.sub(lambda match: _mathml(match[1], "inline"), page_html)


def _mathml(latex: str, display: str) -> str:
    converted = convert(html.unescape(latex).strip(), display=display)
    for command in _LEFT_OVER.findall(converted):
        _log.warning("no MathML for %s in %s", command.strip("><"), latex)
    return converted
