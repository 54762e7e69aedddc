"""What outsiders may see: the public release, an object of its own that holds no internal figure, and how far it has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class ReleaseState(StrEnum):
    """How far a public release has come."""

    PRELIMINARY = "preliminary"
    REVIEWED = "reviewed"
    SIGNED = "signed"


@dataclass(frozen=True)
class PublicTable:
    """One table: `columns` are its dimensions, `rows` the codes and, last, the value; None: suppressed. `unit` as in the catalog."""

    name: str
    unit: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | float | None, ...], ...]


@dataclass(frozen=True)
class PublicRelease:
    """A public release: plain figures of groups, with what is suppressed left out.

    `made_from` names the pinned release behind it. `documents`: by path the lights, contributions and lists that follow the tables. `notes`: pairs of both
    languages. `corrects`: the number of the release that this one corrects, and `why`.
    """

    number: int
    made_from: str
    as_of: str
    made_at: str
    simulated: bool
    tables: tuple[PublicTable, ...]
    documents: Mapping[str, Any]
    parameters: Mapping[str, Any]
    notes: Sequence[Mapping[str, str]] = ()
    corrects: int | None = None
    why: Mapping[str, str] | None = None

    def document(self) -> dict[str, Any]:
        """Return it as plain JSON types."""
        return asdict(self)


@dataclass(frozen=True)
class ReleaseStanding:
    """Who did what with a public release. `embargo_until`: nobody but those who may sign sees it before. `corrected_by`: the release that corrects it."""

    number: int
    state: ReleaseState
    maker: str
    made_at: datetime
    reviewer: str | None = None
    signer: str | None = None
    signed_at: datetime | None = None
    embargo_until: datetime | None = None
    corrects: int | None = None
    corrected_by: int | None = None

    def is_public(self, now: datetime) -> bool:
        """Whether everybody may see it: signed, and its embargo over."""
        over = self.embargo_until is None or self.embargo_until <= now
        return self.state is ReleaseState.SIGNED and over
