"""`mbi compare`: the same run by two catalogs, nothing saved: which lights would have been others."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from openmbi.catalog.loader import SHIPPED, catalog_hash
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Floats, IndexSeries, Level, Lights
from openmbi.flow.bureau import Bureau
from openmbi.flow.compute import Computed, Step
from openmbi.flow.run import make
from openmbi.lights.compare import LightChanges, compare
from openmbi.store.manifest import newest

CURRENT, OURS = "current", "shipped"


@dataclass(frozen=True)
class Side:
    """What a run by one catalog gave: the zone's level, and the lights of every level."""

    series: IndexSeries
    lights: Mapping[str, Lights]


@dataclass(frozen=True)
class Comparison:
    """The run by a first catalog against the run by a second, over the last days that both have.

    `series`: the zone's level by each. `level_difference`: the largest difference of the two on one day, in points, and the mean of all days. `changes`: by
    level (`zone`, …, `enterprise`), which lights are others. `same_catalog`: both catalogs are the same, and were computed once.
    """

    series: tuple[IndexSeries, IndexSeries]
    level_difference: tuple[float, float]
    changes: Mapping[str, LightChanges]
    same_catalog: bool


def compare_catalogs(bureau: Bureau, first: str, second: str, *, as_of: datetime, days: int, step: Step) -> Comparison:
    """Make the run as of a moment by each of two catalogs, everything else equal, and compare level and lights of the last `days` days.

    A catalog is `current` (the bureau's own), `shipped` (ours alone), or a folder of declarations that are laid over the bureau's own.

    Raises
    ------
    Problem
        `compare.no-catalog` where a folder holds no declarations; as `make`; `compare.other-lights` where red does not mean the same in both.
    """
    manifest = newest(bureau.store)
    with _catalog(bureau, first) as one, _catalog(bureau, second) as other:
        same = catalog_hash(one) == catalog_hash(other)
        sides = [_side(bureau, folder, as_of, manifest, step) for folder in ([one] if same else [one, other])]
    before, after = (_last_days(side, days) for side in (sides[0], sides[-1]))
    shared = before.lights.keys() & after.lights.keys()
    return Comparison(
        series=(before.series, after.series),
        level_difference=_difference(before.series, after.series),
        changes={level: _changes(before, after, level) for level in before.lights if level in shared},
        same_catalog=same,
    )


def lights_of(computed: Computed) -> Mapping[str, Lights]:
    """Return the lights of a run by level, from the zone to its enterprises."""
    groups = computed.groups.lights if computed.groups else {}
    between = {str(level): lights for level, lights in groups.items() if level is not Level.ZONE}
    return {"zone": computed.zone_lights, **between, "enterprise": computed.enterprise_lights}


@contextmanager
def _catalog(bureau: Bureau, named: str) -> Iterator[Path]:
    """Give a folder that holds the declarations of a catalog which are not the shipped ones."""
    with TemporaryDirectory(prefix="openmbi-") as folder:
        for layer in _layers(bureau, named):
            shutil.copytree(layer, folder, dirs_exist_ok=True)
        yield Path(folder)


def _layers(bureau: Bureau, named: str) -> list[Path]:
    own = [bureau.catalog] if bureau.catalog else []
    if named == CURRENT:
        return own
    if named == OURS:
        return []
    folder = Path(named)
    kinds = {child.name for child in SHIPPED.iterdir() if child.is_dir()}
    if not folder.is_dir() or not any(file.parent.name in kinds for file in folder.glob("*/*.yml")):
        raise Problem(
            "compare.no-catalog",
            Text("该处没有目录声明", "there are no declarations of a catalog"),
            Text(
                "写 current、shipped，或一个含 lights/、indexes/ 等子目录的目录",
                "write `current`, `shipped`, or a folder with folders such as lights/ or indexes/",
            ),
            file=folder,
        )
    return [*own, folder]


def _side(bureau: Bureau, catalog: Path, as_of: datetime, manifest: int, step: Step) -> Side:
    made = make(bureau, as_of=as_of, now=as_of, step=step, manifest=manifest, catalog=catalog)
    return Side(made.computed.series, lights_of(made.computed))


def _last_days(side: Side, days: int) -> Side:
    series = side.series
    cut = replace(
        series,
        days=series.days[-days:],
        close=series.close[-days:],
        coverage=series.coverage[-days:],
        provisional=series.provisional[-days:],
    )
    return Side(cut, {level: _last_days_of(lights, days) for level, lights in side.lights.items()})


def _last_days_of(lights: Lights, days: int) -> Lights:
    probability = lights.probability
    return replace(
        lights,
        days=lights.days[-days:],
        colour=lights.colour[:, -days:],
        measure=lights.measure[:, -days:],
        reason=lights.reason[:, -days:],
        since=lights.since[:, -days:],
        probability=None if probability is None else probability[:, -days:],
    )


def _difference(before: IndexSeries, after: IndexSeries) -> tuple[float, float]:
    """Return the largest and the mean difference of two levels of the same days, in points, on the days that both have."""
    difference: Floats = np.abs(after.close - before.close)
    known = difference[~np.isnan(difference)]
    return float(known.max(initial=0.0)), float(known.mean()) if known.size else 0.0


def _changes(before: Side, after: Side, level: str) -> LightChanges:
    one, other = before.lights[level], after.lights[level]
    if one.polarity is not other.polarity:
        raise Problem(
            "compare.other-lights",
            Text("两个目录的红灯含义不同：{a}、{b}", "red does not mean the same in both catalogs: {a}, {b}").fill(
                a=one.polarity, b=other.polarity
            ),
            Text("只比较灯色含义相同的目录", "compare catalogs whose lights mean the same"),
            field=level,
        )
    return compare(one, other)
