"""The unified social credit code (统一社会信用代码): its characters and its check digit, GB 32100-2015."""

from __future__ import annotations

CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of the code in the order of their value; I, O, S, V and Z are not used."""

LENGTH = 18
WEIGHTS = tuple(pow(3, place, 31) for place in range(LENGTH - 1))


def has_right_check_digit(code: str) -> bool:
    """Return whether 18 of the 31 characters, in capitals, end with (31 − Σ₁¹⁷ cᵢ · 3^(i−1) mod 31) mod 31."""
    values = [CHARACTERS.find(character) for character in code]
    if len(values) != LENGTH or -1 in values:
        return False
    return values[-1] == -sum(value * weight for value, weight in zip(values, WEIGHTS, strict=False)) % 31
