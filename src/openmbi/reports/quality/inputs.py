"""What the page of early-warning quality is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from openmbi.core.language import Text
from openmbi.core.proportions import EventRate, Proportion
from openmbi.core.quality import Basis
from openmbi.core.tables import Colour, Level
from openmbi.reports.province.inputs import Circumstances


@dataclass(frozen=True)
class FalseShare:
    """Alerts of one basis taken together: how many of the verified ones were `false`, how many are `unverified`, and of which months."""

    basis: Basis
    false: Proportion
    unverified: int
    first: str
    last: str


@dataclass(frozen=True)
class LightLine:
    """The alerts of a level and colour; `text`: what stands beside such a light."""

    level: Level
    colour: Colour
    share: FalseShare
    text: Text


@dataclass(frozen=True)
class PartLine:
    """The alerts of one month, stratum or season, in words."""

    name: Text
    share: FalseShare


@dataclass(frozen=True)
class SignalFigures:
    """What all alerts of a level are worth as a signal: NaN where not known. `area_error`: the standard error of the AUROC."""

    noise_to_signal: float
    usefulness: float
    area: float
    area_error: float


@dataclass(frozen=True)
class LevelLine:
    """One level of a replay: alerts that were `right`, of those that found something or were false; episodes that were `found`, and by which day half and nine
    in ten were (NaN of none, ∞ where so many never were).

    `repeats`, `echoes`, `others`: alerts that are counted apart; `young`: episodes that began too late to be judged.
    """

    level: Level
    subjects: int
    first: date
    last: date
    right: Proportion
    found: Proportion
    half_days: float
    most_days: float
    false_alarms: EventRate
    repeats: int
    echoes: int
    others: int
    young: int
    signal: SignalFigures


@dataclass(frozen=True)
class KindLine:
    """The episodes of one kind, as in `LevelLine`."""

    level: Level
    kind: str
    found: Proportion
    half_days: float
    most_days: float


@dataclass(frozen=True)
class ReliabilityLine:
    """Alerts of about one stated probability: its mean, and how many were right."""

    stated: float
    right: Proportion


@dataclass(frozen=True)
class ReliabilityFigures:
    """Whether one kind of stated probability comes true: in bins, with its Brier score and that of stating the same share for each."""

    name: Text
    lines: tuple[ReliabilityLine, ...]
    number: int
    brier: float
    base: float


@dataclass(frozen=True)
class BoundLine:
    """The q-value bound fixed before a day (NaN: none yet), and how many of the alerts from then on within it (`kept`) and beyond it (`dropped`) were false."""

    judged_from: date
    bound: float
    learnt: int
    kept: Proportion
    dropped: Proportion


@dataclass(frozen=True)
class QualityInput:
    """Everything that the page says; lines of one basis after the other.

    `nominal`: the rate of false discoveries that detection aims at. `preference`: weight of missed events in the usefulness. `verdict_days`: so long after an
    alert a replay's verdict counts as known. `told_by`: the basis of `reliability` and `bounds`, None where nothing is verified.
    """

    about: Circumstances
    nominal: float
    preference: float
    verdict_days: int
    lights: tuple[LightLine, ...] = ()
    months: tuple[PartLine, ...] = ()
    strata: tuple[PartLine, ...] = ()
    seasons: tuple[PartLine, ...] = ()
    levels: tuple[LevelLine, ...] = ()
    kinds: tuple[KindLine, ...] = ()
    told_by: Basis | None = None
    reliability: tuple[ReliabilityFigures, ...] = ()
    bounds: tuple[BoundLine, ...] = ()
    navigation: tuple[Mapping[str, Any], ...] = ()
