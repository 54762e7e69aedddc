"""The Content-Security-Policy of pages: nothing from elsewhere, no script or style within the page but styles whose hash is named."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256

NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""Policy of an answer that needs no style."""

_PAGE = (
    "default-src 'none'; script-src 'self'; style-src {styles}; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
    "form-action {forms}; base-uri 'none'; frame-ancestors 'none'"
)
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@lru_cache(maxsize=64)
def policy_of(page: str, forms: str = "'self'") -> str:
    """Return the policy that a page needs; the style sheets that stand in it are named by their hash. `forms`: where its forms may lead."""
    hashes = [b64encode(sha256(style.encode()).digest()).decode() for style in _STYLE.findall(page)]
    return _PAGE.format(styles=" ".join(["'self'", *(f"'sha256-{one}'" for one in hashes)]), forms=forms)
