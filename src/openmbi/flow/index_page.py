"""The index page of the newest run, and what an earlier run said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.flow.bureau import Bureau
from openmbi.flow.in_force import declarations_in_force
from openmbi.flow.months_kept import months_kept
from openmbi.flow.phases import phases
from openmbi.flow.phases_asked import PhasesAsked
from openmbi.reports.index_page.inputs import EarlierRun, IndexPageInput, KeptRun, MonthlyFigure
from openmbi.reports.index_page.report import index_page
from openmbi.store.nowcasts import kept_nowcasts
from openmbi.store.runs import Saved, newest_saved, saved

_EARLIER_KEPT = 8
"""Earlier runs that are kept read: a run never changes."""
_LEVEL = Text("制造业活跃度", "Manufacturing activity")


class IndexPages:
    """The documents of the index page; what one set of runs tells is worked out once. Safe to share between threads."""

    def __init__(self, bureau: Bureau) -> None:
        self._bureau = bureau
        self._lock = Lock()
        self._told: tuple[tuple[str, ...], _Told] | None = None
        self._known_before: dict[tuple[str, str | None], EarlierRun] = {}

    def prepare(self) -> None:
        """Work out what the newest set of runs tells before anyone asks.

        Raises
        ------
        Problem
            `run.none`.
        """
        newest_saved(self._bureau.store, "runs")
        with self._lock:
            self._newest(saved(self._bureau.store, "runs"))

    def document(self, frame: Mapping[str, Any], zone: Mapping[str, Any] | None, earlier: str | None) -> dict[str, Any]:
        """Return the document. `frame`: what every document of the newest run begins with; `zone`: the document of the whole zone's page; `earlier`: the number
        of the run that is compared with.

        Raises
        ------
        Problem
            `run.none`; `index-page.no-run` where no earlier run has the number.
        """
        runs = saved(self._bureau.store, "runs")
        with self._lock:
            told = self._newest(runs)
        return index_page(
            IndexPageInput(
                frame=frame,
                overview=told.overview,
                zone=zone,
                figure=told.figure,
                phases=told.phases,
                turns=told.turns,
                why_no_phases=told.why_none,
                runs=[_kept(run) for run in runs],
                earlier=None if earlier is None else self._earlier(runs, earlier, told.index),
                nowcast=self._nowcast(),
            )
        )

    def _newest(self, runs: Sequence[Saved]) -> _Told:
        names = tuple(run.name for run in runs)
        if self._told is None or self._told[0] != names:
            self._told = names, _told(self._bureau, runs)
        return self._told[1]

    def _earlier(self, runs: Sequence[Saved], name: str, index: str | None) -> EarlierRun:
        found = next((run for run in runs[:-1] if run.name == name), None)
        if found is None:
            raise Problem(
                "index-page.no-run",
                Text("没有更早的计算 {name}", "there is no earlier run {name}").fill(name=name),
                Text("从页面上列出的计算中选择", "choose one of the runs on the page"),
                field="run",
            )
        if (name, index) not in self._known_before:
            figure = None if index is None else _figure(self._bureau, found, index)
            kept = dict(list(self._known_before.items())[1 - _EARLIER_KEPT :])
            self._known_before = kept | {(name, index): EarlierRun(_kept(found), found.document(), figure)}
        return self._known_before[name, index]

    def _nowcast(self) -> dict[str, Any] | None:
        kept = kept_nowcasts(self._bureau.store)
        return kept[-1].document() if kept else None


@dataclass(frozen=True)
class _Told:
    """What the newest run's overview says; its figure by month, under its code, and the phases."""

    overview: Mapping[str, Any]
    index: str | None
    figure: MonthlyFigure | None
    phases: Sequence[Mapping[str, Any]] = ()
    turns: Sequence[Mapping[str, Any]] = ()
    why_none: Text | None = None


def _told(bureau: Bureau, runs: Sequence[Saved]) -> _Told:
    """Return phases and turning points of the composite, or of the level where there is none; why there are none where they cannot be told."""
    try:
        found = phases(bureau, PhasesAsked())
    except Problem as problem:
        if problem.code == "run.none":
            raise
        return _Told(runs[-1].document(), None, None, why_none=problem.found)
    index = found["index"]
    return _Told(runs[-1].document(), index, _figure(bureau, runs[-1], index), found["phases"], found["turns"])


def _figure(bureau: Bureau, run: Saved, index: str) -> MonthlyFigure | None:
    kept = months_kept(run, index, bureau.settings.zone.code)
    if kept is None:
        return None
    months = [str(month)[:7] for month in kept.months]
    return MonthlyFigure(_name(bureau, index), months, kept.value.tolist())


def _name(bureau: Bureau, index: str) -> Text:
    composite = declarations_in_force(bureau.catalog).composite
    return composite.name.text() if index == composite.code else _LEVEL


def _kept(run: Saved) -> KeptRun:
    return KeptRun(run.name, run.as_of)
