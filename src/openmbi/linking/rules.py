"""What one row of a provider's books says without a person's help."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openmbi.catalog.linking import LinkingParameters
from openmbi.core.credit_code import LENGTH, has_right_check_digit
from openmbi.linking.likeness import agrees
from openmbi.linking.names import plain_name
from openmbi.linking.reasons import LinkBasis, WaitReason
from openmbi.linking.registered import Entry, Registered

Holder = Mapping[str, Any]
"""A row of `core.tables.HOLDERS`."""

Verdict = tuple[str, LinkBasis] | WaitReason
"""The enterprise and what the link rests on, or why the holder waits."""

_NAME_MAY_HELP = {WaitReason.NO_CODE, WaitReason.WRONG_CHECK_DIGIT}


def judge(holder: Holder, known: Registered, parameters: LinkingParameters) -> Verdict:
    """Judge a holder by its code and, where it has none that could be another's, by its full name.

    A well-formed code that is not registered is somebody's: the name does not overrule it.
    """
    by_code = _by_code(holder, known, parameters)
    if isinstance(by_code, tuple) or by_code not in _NAME_MAY_HELP or not parameters.link_by_name:
        return by_code
    return _by_name(holder, known, parameters) or by_code


def _by_code(holder: Holder, known: Registered, parameters: LinkingParameters) -> Verdict:
    code = holder["enterprise"]
    if not code:
        return WaitReason.NO_CODE
    entry = known.entries.get(code)
    if entry is None:
        mistyped = len(code) == LENGTH and not has_right_check_digit(code)
        return WaitReason.WRONG_CHECK_DIGIT if mistyped else WaitReason.UNKNOWN_CODE
    if not entry.meets(holder["valid_from"], holder["valid_to"]):
        return WaitReason.NOT_IN_FORCE
    if _contradicts(holder["name"], entry, known, parameters):
        return WaitReason.CODE_AND_NAME_DISAGREE
    return entry.enterprise, LinkBasis.CODE


def _contradicts(name: str | None, entry: Entry, known: Registered, parameters: LinkingParameters) -> bool:
    """Return whether the name is another enterprise's, or unlike all that the enterprise ever had; no name contradicts nothing."""
    if not name or not entry.names:
        return False
    owners = known.by_name.get(plain_name(name), frozenset())
    if entry.enterprise in owners:
        return False
    return bool(owners) or not agrees(name, entry.names, parameters.least_agreeing_likeness)


def _by_name(holder: Holder, known: Registered, parameters: LinkingParameters) -> Verdict | None:
    owners = known.by_name.get(plain_name(holder["name"] or ""), frozenset())
    if len(owners) > 1:
        return WaitReason.AMBIGUOUS_NAME
    if not owners:
        return None
    entry = known.entries[next(iter(owners))]
    fits = entry.stands_in(holder["place"], parameters.place_digits)
    if not fits or not entry.meets(holder["valid_from"], holder["valid_to"]):
        return WaitReason.OTHER_PLACE
    return entry.enterprise, LinkBasis.NAME
