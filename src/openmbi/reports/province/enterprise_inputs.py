"""What the page of one enterprise is made from: every source against the enterprise's own base."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from openmbi.core.language import Text
from openmbi.core.tables import Codes, Colour, Days, Floats
from openmbi.reports.overview.outliers import ReportedOutlier


@dataclass(frozen=True)
class SourceLevels:
    """One indicator by month: `level` (M,) relative to the enterprise's own base of 100, `value` (M,) in `unit` where it may be shown; NaN where not known."""

    domain: Text
    indicator: Text
    months: Days
    level: Floats
    base: Text
    unit: Text | None = None
    value: Floats | None = None


@dataclass(frozen=True)
class RegisterEntry:
    """What the register said of the enterprise from `valid_from` to `valid_to` (None: until now); None is not stated."""

    valid_from: date
    valid_to: date | None
    place: Text | None = None
    industry: Text | None = None
    size_class: Text | None = None
    ownership: Text | None = None
    group_owner: Text | None = None


@dataclass(frozen=True)
class LinkEntry:
    """A meter, account, plate or name of the enterprise: its share (0..1), from when to when, and what the link rests on."""

    kind: Text
    subject: str
    share: float
    valid_from: date
    valid_to: date | None
    basis: Text


@dataclass(frozen=True)
class AccountEntry:
    """Annual accounts in yuan; None is not stated."""

    year: int
    value_added_cny: float | None = None
    output_cny: float | None = None
    tax_cny: float | None = None
    employees: int | None = None


@dataclass(frozen=True)
class EnterpriseInput:
    """One enterprise as known at the run's `as_of`.

    `days`, `close`, `colour` (T,) are the latest days of its level (own base = 100) and light; `colour` and `since` may be None where it has none.
    `groups` are its present groups as (path of their page such as `city/440600`, name). `peers`: close (T,) of its cell on the same days, named
    `peers_name`. `weight`: share of zone, NaN where it has none. `alert`: its alert as the list shows it, None where none stands; `watched`: whether alerts
    were looked for.
    """

    code: str
    name: str | None
    days: Days
    close: Floats
    light: Colour
    since: date | None
    reason: Text
    weight: float
    colour: Codes | None = None
    groups: tuple[tuple[str, Text], ...] = ()
    peers: Floats | None = None
    peers_name: Text | None = None
    sources: tuple[SourceLevels, ...] = ()
    register: tuple[RegisterEntry, ...] = ()
    links: tuple[LinkEntry, ...] = ()
    accounts: tuple[AccountEntry, ...] = ()
    outliers: tuple[ReportedOutlier, ...] = ()
    notes: tuple[Text, ...] = ()
    alert: Mapping[str, Any] | None = None
    watched: bool = False
