"""Whether owners are in order: how many there are, who gets no notices, and which addresses of channels are not set here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from openmbi.catalog.owners import load_owners
from openmbi.core.language import Text
from openmbi.core.owners import variables_of

OWNERS = Text("责任单位", "owners")
_DETAIL = Text(
    "{n} 个；无通知渠道：{without}；此处未设置的环境变量：{unset}",
    "{n}; without a channel: {without}; variables that are not set here: {unset}",
)


def examine_owners(folder: Path, environment: Mapping[str, str]) -> Text:
    """Return what was found. That a variable is not set is no fault here: `mbi notify` may run elsewhere.

    Raises
    ------
    Problem
        As `load_owners`.
    """
    owners = load_owners(folder).owners
    needed = sorted({name for owner in owners for channel in owner.channels for name in variables_of(channel)})
    without = ", ".join(owner.identifier for owner in owners if not owner.channels)
    unset = ", ".join(name for name in needed if not environment.get(name))
    return _DETAIL.fill(n=len(owners), without=without or "–", unset=unset or "–")
