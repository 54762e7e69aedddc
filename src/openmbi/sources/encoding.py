"""Character encodings: which one a file has.

UTF-8 and GB18030 (which contains GBK and GB2312) are told apart by what can be decoded. A file that mixes them has the encoding that fewer lines
contradict, and those lines are unreadable. UTF-8 Chinese often *can* be decoded as GB18030, into nonsense; hence in a GB18030 file a line that is
wholly ASCII and three-byte UTF-8 sequences counts as unreadable: true GB18030 text is never that but by a coincidence of rare characters.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from openmbi.sources.lines import unix_lines, whole_lines

Encoding = Literal["utf-8", "gb18030"]
BOM = b"\xef\xbb\xbf"

_LIKE_UTF8 = re.compile(rb"(?m)^[\x00-\x09\x0b-\x7f]*(?:[\xe2-\xef][\x80-\xbf]{2}[\x00-\x09\x0b-\x7f]*)+$")
_ASCII_IN_LINES = bytes(code for code in range(128) if code != ord("\n"))
_THREE_BYTES_ONLY = re.compile(rb"(?m)^(?:[\xe2-\xef][\x80-\xbf]{2})+$")


def is_readable(text: bytes, encoding: Encoding) -> bool:
    """Tell whether every line can be read in an encoding."""
    if text.isascii():
        return True
    try:
        text.decode(encoding)
    except UnicodeDecodeError:
        return False
    return encoding == "utf-8" or not _has_line_like_utf8(text)


def _has_line_like_utf8(text: bytes) -> bool:
    """Look for such a line where there can be one: what is left of it without its ASCII, which is most of a table, is three-byte sequences too."""
    others = text.translate(None, _ASCII_IN_LINES)
    return _THREE_BYTES_ONLY.search(others) is not None and _LIKE_UTF8.search(text) is not None


def unreadable_lines(block: bytes, encoding: Encoding) -> list[int]:
    """Return which lines of a block (counted from 0, each ended by `\\n`) cannot be read in an encoding."""
    if is_readable(block, encoding):
        return []
    return [place for place, line in enumerate(block.splitlines()) if not is_readable(line, encoding)]


def likelier_encoding(path: Path) -> Encoding:
    """Return the encoding that fewer lines of a file contradict; UTF-8 where it is a tie. For a file that is known not to be wholly UTF-8."""
    if all(is_readable(unix_lines(block), "gb18030") for block in whole_lines(path)):
        return "gb18030"
    against = {"utf-8": 0, "gb18030": 0}
    for block in whole_lines(path):
        text = unix_lines(block)
        against["utf-8"] += len(unreadable_lines(text, "utf-8"))
        against["gb18030"] += len(unreadable_lines(text, "gb18030"))
    return "gb18030" if against["gb18030"] < against["utf-8"] else "utf-8"
