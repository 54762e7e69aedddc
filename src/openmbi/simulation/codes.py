"""Unified social credit codes with right check digits.

Sources: GB 32100-2015 (the 18 characters and the last one's check, mod 31) and GB 11714-1997 (the organisation code within, mod 11).
"""

from __future__ import annotations

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = tuple(3**position % 31 for position in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def credit_code(place: str, serial: int) -> str:
    """Return the code of a fictitious enterprise: 9 (market regulation), 1 (enterprise), place (6), organisation code (9), check character."""
    body = f"91{place}{_organisation_code(serial)}"
    return body + _credit_check(body)


def _organisation_code(serial: int) -> str:
    digits = f"{serial:08d}"
    remainder = 11 - sum(weight * int(digit) for weight, digit in zip(_ORGANISATION_WEIGHTS, digits, strict=True)) % 11
    return digits + {10: "X", 11: "0"}.get(remainder, str(remainder))


def _credit_check(body: str) -> str:
    total = sum(weight * _ALPHABET.index(character) for weight, character in zip(_CREDIT_WEIGHTS, body, strict=True))
    return _ALPHABET[-total % 31]
