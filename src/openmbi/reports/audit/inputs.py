"""What the page of the audit is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openmbi.core.audit import (
    Correlations,
    EffectiveWeights,
    LeftAside,
    LeftOut,
    RankSensitivity,
    RanksLeftOut,
    Reliability,
    ScoreSensitivity,
)
from openmbi.core.language import Text
from openmbi.core.tables import Days, Floats


@dataclass(frozen=True)
class CityRanks:
    """Of G cities in the latest month: their `names` (G), published `score` (G,), what draws make of their ranks, what was not varied, and their ranks without
    each domain.
    """

    names: tuple[Text, ...]
    score: Floats
    found: RankSensitivity
    left_aside: tuple[LeftAside, ...]
    left: RanksLeftOut


@dataclass(frozen=True)
class AuditInput:
    """A composite (`name`, `citation`) of D `domains` in M `months`, first days, and what is found out about it. `frame`: what every document begins with.

    `base`: the declared base period in words. `draws` and `seed`: of the Saltelli sample. `cities`: None where fewer than three have a composite; `unranked`:
    the names of those that have none.
    """

    frame: Mapping[str, Any]
    name: Text
    citation: Text
    months: Days
    base: Text
    domains: tuple[Text, ...]
    draws: int
    seed: int
    score: ScoreSensitivity
    left_aside: tuple[LeftAside, ...]
    cities: CityRanks | None
    unranked: tuple[Text, ...]
    left: LeftOut
    weights: EffectiveWeights
    levels: Correlations
    changes: Correlations
    reliability: Reliability
