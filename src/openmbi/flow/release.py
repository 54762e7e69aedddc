"""`mbi release`: pin and store what is published, and make it again later to see whether it comes out the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa

from openmbi.catalog.loader import declarations_by_kind
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.flow.bureau import Bureau
from openmbi.flow.compute import Step
from openmbi.flow.run import keep, make
from openmbi.store.runs import Saved, saved

TOLERANCE = 1e-9
SAME_BITS = ("code_sha256", "environment")


@dataclass(frozen=True)
class Verdict:
    """How a release came out when made again.

    `bit_for_bit`: what was asked for, because code and environment are the release's own. `largest_difference` is relative to the larger of 1 and the
    figure's size; `missing`: figures that only one of the two has. `differs`: pins that are no longer the release's.
    """

    release: Saved
    figures: int
    bit_for_bit: bool
    largest_difference: float
    missing: int
    differs: tuple[str, ...]

    @property
    def reproduced(self) -> bool:
        """Whether every figure came out as promised."""
        bound = 0.0 if self.bit_for_bit else TOLERANCE
        return not self.missing and self.largest_difference <= bound


def release(bureau: Bureau, *, as_of: datetime, now: datetime, step: Step) -> Saved:
    """Make a run and keep it as a release, with a copy of every declaration in force."""
    made = make(bureau, as_of=as_of, now=now, step=step)
    return keep(bureau, "releases", made, declarations_by_kind(bureau.catalog))


def verify(bureau: Bureau, number: str | None, *, step: Step) -> Verdict:
    """Make a release again from its manifest, as-of and catalog, and compare every figure.

    Raises
    ------
    Problem
        `release.none` where there is no such release.
    """
    chosen = _release(bureau, number)
    pins = chosen.pins
    as_of = datetime.fromisoformat(pins["as_of"])
    made = make(bureau, as_of=as_of, now=as_of, step=step, manifest=pins["manifest"], catalog=chosen.folder / "catalog")
    differs = tuple(sorted(name for name, value in made.pins.items() if pins.get(name) != value))
    largest, missing = _difference(chosen.figures(), made.figures)
    return Verdict(
        release=chosen,
        figures=chosen.figures().num_rows,
        bit_for_bit=not set(differs) & set(SAME_BITS),
        largest_difference=largest,
        missing=missing,
        differs=differs,
    )


def _difference(published: pa.Table, made: pa.Table) -> tuple[float, int]:
    """Return the largest relative difference of figures that both have, and how many only one has."""
    before, after = _by_name(published), _by_name(made)
    shared = before.keys() & after.keys()
    pairs = np.array([(before[name], after[name]) for name in shared], float).reshape(-1, 2)
    unknown = np.isnan(pairs)
    missing = len(before.keys() ^ after.keys()) + int((unknown[:, 0] != unknown[:, 1]).sum())
    known = pairs[~unknown.any(axis=1)]
    scale = np.maximum(1.0, np.abs(known[:, 0]))
    return float((np.abs(known[:, 1] - known[:, 0]) / scale).max(initial=0.0)), missing


def _by_name(figures: pa.Table) -> dict[tuple[str, str, str], float | None]:
    return {(row["indicator"], row["subject"], row["period"]): row["value"] for row in figures.to_pylist()}


def _release(bureau: Bureau, number: str | None) -> Saved:
    found = saved(bureau.store, "releases")
    chosen = found[-1:] if number is None else [one for one in found if one.name == number.zfill(len(one.name))]
    if chosen:
        return chosen[0]
    listed = ", ".join(one.name for one in found) or "–"
    raise Problem(
        "release.none",
        Text("没有该发布版本：{number}", "there is no such release: {number}").fill(number=number or "–"),
        Text(
            "用 mbi release create 生成，或改用已有版本号", "make one by `mbi release create`, or name one that exists"
        ),
        expected=Text(listed, listed),
    )
