"""Where a page of rows ended: an opaque text that the next question sends back. A row is found again by its key, so that nothing is told twice or left out."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence

import orjson

from openmbi.core.language import Text
from openmbi.core.problems import Problem


def page_end(key: Sequence[str | int]) -> str:
    """Return the text of a row's key."""
    return urlsafe_b64encode(orjson.dumps(list(key))).decode().rstrip("=")


def row_after(text: str, length: int) -> list[str]:
    """Return the key that a text was made of, as texts.

    Raises
    ------
    Problem
        `figures.page` where the text is not of such a key.
    """
    try:
        key = orjson.loads(urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4)))
    except (ValueError, binascii.Error):
        key = None
    if not isinstance(key, list) or len(key) != length or not all(isinstance(part, str | int) for part in key):
        raise wrong_page()
    return [str(part) for part in key]


def wrong_page() -> Problem:
    """Return what is said of a text that is the end of no page of this question."""
    return Problem(
        "figures.page",
        Text("after 不是本查询给出的续页标记", "`after` is not what a page of this question gave"),
        Text("请原样使用上一页给出的 after，或从头查询", "send `after` as the page before gave it, or begin anew"),
        field="after",
    )
