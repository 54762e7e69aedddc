"""`mbi phases`: the turning points and the present phase of a figure by month, and what was known of them when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np

from openmbi.core.problems import Problem
from openmbi.core.tables import Days, Floats
from openmbi.flow.bureau import Bureau
from openmbi.flow.in_force import declarations_in_force
from openmbi.flow.months_kept import MonthsKept, monthly_figures, months_kept, no_series
from openmbi.flow.phases_asked import PhaseMethod, PhasesAsked
from openmbi.index.turning_points.as_known import STANDS, TurnsAsKnown, growing, turns_as_known
from openmbi.index.turning_points.bbq import bbq
from openmbi.index.turning_points.bry_boschan import bry_boschan
from openmbi.index.turning_points.censoring import MONTHLY
from openmbi.index.turning_points.markov_switching import Regimes, markov_switching, regime_turns
from openmbi.index.turning_points.phases import phases as phases_of
from openmbi.index.turning_points.switching_fit import SwitchingModel
from openmbi.index.turning_points.turns import Turns, turns_of
from openmbi.store.runs import Saved, newest_saved, saved

KINDS = {1: "peak", -1: "trough"}


def phases(bureau: Bureau, asked: PhasesAsked, *, as_of: datetime | None = None) -> dict[str, Any]:
    """Return turning points and phases by the newest run (the last one as of `as_of` or before), as plain JSON types.

    A turning point says from which month's data on it could be told (values as the run has them: pseudo-real-time), and which run first told it.

    Raises
    ------
    Problem
        `run.none`; `phases.no-series`; those of Markov switching.
    """
    runs = _runs(bureau, as_of)
    series = _series(bureau, runs[-1], asked)
    value, is_log = _in_per_cent(series.value)
    regimes = _regimes(value, asked)
    turns = _turns(value, asked, regimes)
    known = None if regimes else turns_as_known(_dating(asked)(past) for past in growing(value))
    return {
        "index": series.index,
        "subject": series.subject,
        "simulated": bureau.settings.simulated,
        "as_of": series.as_of.astimezone(bureau.zone).isoformat(),
        "run": series.run,
        "method": asked.method.value,
        "unit": "per_cent" if is_log else "points",
        "rules": {"ends": MONTHLY.ends, "phase": MONTHLY.phase, "cycle": MONTHLY.cycle, "large_fall": asked.large_fall},
        "months": len(series.months),
        "first": _month(series.months, 0),
        "last": _month(series.months, len(series.months) - 1),
        "turns": _turn_rows(series, turns, known, _first_told(bureau, runs, series, asked)),
        "withdrawn": _withdrawn(series.months, known),
        "phases": _phase_rows(series.months, value, turns),
        "regimes": _regime_rows(series.months, regimes),
    }


def _runs(bureau: Bureau, as_of: datetime | None) -> list[Saved]:
    """Return the runs as of a moment or before, in the order of their as-of, one for each."""
    newest = newest_saved(bureau.store, "runs")
    if as_of is None:
        as_of = newest.as_of
    found = {moment: one for one in saved(bureau.store, "runs") if (moment := one.as_of) <= as_of}
    return [found[moment] for moment in sorted(found)] or [newest]


def _series(bureau: Bureau, run: Saved, asked: PhasesAsked) -> MonthsKept:
    subject = asked.subject or bureau.settings.zone.code
    names = [asked.index] if asked.index else [declarations_in_force(bureau.catalog).composite.code, run.pins["index"]]
    for name in names:
        series = months_kept(run, name, subject)
        if series is not None:
            return series
    raise no_series(names[-1], subject, monthly_figures(run, subject))


def _in_per_cent(value: Floats) -> tuple[Floats, bool]:
    """Return 100 ln of a series of positive values, so that changes are about per cent; any other as it is."""
    return (100 * np.log(value), True) if (value > 0).all() else (value, False)


def _dating(asked: PhasesAsked) -> Callable[[Floats], Turns]:
    method = bry_boschan if asked.method is PhaseMethod.BRY_BOSCHAN else bbq
    return lambda value: method(value, replace(MONTHLY, large_fall=asked.large_fall))


def _regimes(value: Floats, asked: PhasesAsked) -> Regimes | None:
    return markov_switching(np.diff(value), SwitchingModel()) if asked.method is PhaseMethod.MARKOV else None


def _turns(value: Floats, asked: PhasesAsked, regimes: Regimes | None) -> Turns:
    """Return the turning points; growth of a month stands one place before the month."""
    if regimes is None:
        return _dating(asked)(value)
    if not regimes.converged:
        return turns_of(())
    return turns_of((place + 1, kind) for place, kind in regime_turns(regimes.smoothed[0]).pairs())


def _first_told(
    bureau: Bureau, runs: Sequence[Saved], newest: MonthsKept, asked: PhasesAsked
) -> dict[tuple[str, str], dict[str, str]]:
    """Return by month and kind which run first told a turning point and never took it back."""
    series = [one for run in runs if (one := months_kept(run, newest.index, newest.subject)) is not None]
    first = min(one.months[0] for one in series).astype("datetime64[M]")
    known = turns_as_known(_shifted(_told(one, asked), one.months[0], first) for one in series)
    standing = np.flatnonzero(known.withdrawn == STANDS)
    return {
        (str(first + int(known.place[row])), KINDS[int(known.kind[row])]): {
            "run": series[known.known[row]].run,
            "as_of": series[known.known[row]].as_of.astimezone(bureau.zone).isoformat(),
        }
        for row in standing.tolist()
    }


def _told(series: MonthsKept, asked: PhasesAsked) -> Turns:
    value, _ = _in_per_cent(series.value)
    try:
        return _turns(value, asked, _regimes(value, asked))
    except Problem:  # too few months then
        return turns_of(())


def _shifted(turns: Turns, opening: np.datetime64, first: np.datetime64) -> Turns:
    offset = int((opening.astype("datetime64[M]") - first).astype(int))
    return turns_of((place + offset, kind) for place, kind in turns.pairs())


def _turn_rows(
    series: MonthsKept, turns: Turns, known: TurnsAsKnown | None, told: dict[tuple[str, str], dict[str, str]]
) -> list[dict[str, Any]]:
    rows = []
    for place, kind in turns.pairs():
        month = _month(series.months, place)
        since = None if known is None else _known_since(known, place, kind)
        rows.append(
            {
                "month": month,
                "kind": KINDS[kind],
                "value": float(series.value[place]),
                "from_data_to": None if since is None else _month(series.months, since),
                "first_told": told.get((month, KINDS[kind])),
            }
        )
    return rows


def _known_since(known: TurnsAsKnown, place: int, kind: int) -> int:
    row = (known.place == place) & (known.kind == kind) & (known.withdrawn == STANDS)
    return int(known.known[row][-1])


def _withdrawn(months: Days, known: TurnsAsKnown | None) -> list[dict[str, str]]:
    """Return what would have been told and taken back, as months were added."""
    if known is None:
        return []
    gone = np.flatnonzero(known.withdrawn != STANDS).tolist()
    return [
        {
            "month": _month(months, known.place[row]),
            "kind": KINDS[int(known.kind[row])],
            "from_data_to": _month(months, known.known[row]),
            "until_data_to": _month(months, known.withdrawn[row]),
        }
        for row in gone
    ]


def _phase_rows(months: Days, value: Floats, turns: Turns) -> list[dict[str, Any]]:
    """Return the phases; the last one is the present, and open."""
    found = phases_of(value, turns)
    return [
        {
            "phase": "expansion" if found.rising[row] else "contraction",
            "after": _month(months, found.opening[row]),
            "to": _month(months, found.closing[row]),
            "months": int(found.duration[row]),
            "change": float(found.amplitude[row]),
            "complete": bool(found.complete[row]),
        }
        for row in range(len(found))
    ]


def _regime_rows(months: Days, regimes: Regimes | None) -> dict[str, Any] | None:
    if regimes is None:
        return None
    return {
        "converged": regimes.converged,
        "reason": None if regimes.reason is None else {"zh": regimes.reason.zh, "en": regimes.reason.en},
        "mean_growth": regimes.mean.tolist(),
        "staying": regimes.staying.tolist(),
        "log_likelihood": regimes.log_likelihood,
        "months": [_month(months, place) for place in range(1, len(months))],
        "filtered_low": regimes.filtered[0].tolist(),
        "smoothed_low": regimes.smoothed[0].tolist(),
    }


def _month(months: Days, place: int) -> str:
    return str(months[place].astype("datetime64[M]"))
