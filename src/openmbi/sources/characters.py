"""Full-width digits and signs as they are typed on Chinese keyboards, brought to the plain ones that numbers and dates are read from."""

from __future__ import annotations

from openmbi.sources.setting import Expression

_FULL_WIDTH = "０１２３４５６７８９．，－＋：／\u3000\u00a0\t"
_PLAIN = "0123456789.,-+:/   "


def plain(text: Expression) -> Expression:
    """Return texts with full-width digits, signs and blanks made plain, and outer blanks removed."""
    return text.translate(_FULL_WIDTH, _PLAIN).strip()
