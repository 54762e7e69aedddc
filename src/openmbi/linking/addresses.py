"""Addresses in comparable form."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NUMBERS = str.maketrans("零〇一二三四五六七八九", "00123456789")
_NUMBERED = re.compile(r"[零〇一二三四五六七八九]+(?=[号栋幢座楼层室巷弄])")


@lru_cache(maxsize=1 << 17)
def plain_address(address: str) -> str:
    """Return an address as letters and digits alone: NFKC, small letters, no blanks or punctuation; digits written in Chinese before 号, 栋, 楼 … as digits.

    Numbers with 十 or 百 stay as they are written, and so do the names of province, city and county.
    """
    folded = unicodedata.normalize("NFKC", address).casefold()
    plain = "".join(character for character in folded if character.isalnum())
    return _NUMBERED.sub(lambda match: match[0].translate(_NUMBERS), plain)
