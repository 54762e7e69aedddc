"""Which run a question is answered from, with its figures and register in memory: read once a run, however many ask."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from threading import Lock, RLock
from typing import Any, TypeVar

from openmbi.catalog.hierarchy import Hierarchy, load_hierarchy
from openmbi.core.language import Text
from openmbi.core.tables import Level
from openmbi.flow.bureau import Bureau
from openmbi.flow.chosen_run import run_as_known
from openmbi.flow.gate.answer import About
from openmbi.flow.gate.figure_blocks import FigureBlocks
from openmbi.flow.gate.kept_reasons import KeptReasons
from openmbi.flow.gate.level_of_code import level_of_codes
from openmbi.flow.group_names import group_names
from openmbi.flow.roster import Roster, roster_as_of
from openmbi.store.runs import Saved, newest_saved, saved

T = TypeVar("T")

RUNS = "runs"
_KEPT = 3
_REMEMBERED = 128


class Origin:
    """One run: its figures, its register, and what it rests on. Each part is read when it is first asked for. Safe to share between threads."""

    def __init__(self, bureau: Bureau, run: Saved) -> None:
        self.bureau, self.saved = bureau, run
        self._lock = RLock()
        self._read: dict[str, Any] = {}
        self._remembered: OrderedDict[object, Any] = OrderedDict()

    @property
    def figures(self) -> FigureBlocks:
        """Every figure of the run."""
        return self._part("figures", lambda: FigureBlocks.read(self.saved.folder / "figures.parquet", self.level_of))

    @property
    def reasons(self) -> KeptReasons:
        """Since when and why its lights have their colours."""
        return self._part("reasons", lambda: KeptReasons(self.saved.lights()))

    @cached_property
    def level_of(self) -> Callable[[str], Level]:
        """What tells the level of a subject's code."""
        return level_of_codes(self.hierarchy, self.saved.pins["zone"])

    @cached_property
    def hierarchy(self) -> Hierarchy:
        """By what enterprises are grouped."""
        return load_hierarchy(self.bureau.catalog)

    @cached_property
    def document(self) -> dict[str, Any]:
        """The overview of the run."""
        return self.saved.document()

    @cached_property
    def about(self) -> About:
        """What the figures rest on."""
        told, method = self.document, self.document.get("method", {})
        return About(
            kind="run",
            name=self.saved.name,
            digest=sha256(f"{self.saved.name}{json.dumps(self.saved.pins, sort_keys=True)}".encode()).hexdigest()[:32],
            as_of=self.as_of.astimezone(self.bureau.zone).isoformat(),
            run_at=method.get("run_at"),
            data_until=told.get("data", {}).get("data_until"),
            timing=method.get("timing"),
            simulated=told.get("simulated"),
            internal_only=told.get("internal_only"),
        )

    @cached_property
    def as_of(self) -> datetime:
        """What the run knew: everything known up to this moment."""
        return self.saved.as_of

    @property
    def roster(self) -> Roster:
        """The register as the run knew it."""
        return self._part("roster", lambda: roster_as_of(self.bureau, self.as_of, self.saved.pins["manifest"]))

    @cached_property
    def places(self) -> Mapping[str, str]:
        """Where enterprises lie, by the latest row of the register."""
        register = self.roster.register
        pairs = zip(register["enterprise"].to_pylist(), register["place"].to_pylist(), strict=True)
        return {code: place for code, place in pairs if place}

    def name(self, level: Level, code: str) -> Text:
        """Return what a group or enterprise is called; its code where nothing tells."""
        if level is Level.ENTERPRISE:
            told = self.roster.names.get(code, code)
            return Text(told, told)
        try:
            return self._group_name(level, code)
        except (KeyError, ValueError):  # the catalog no longer declares it
            return Text(code, code)

    @cached_property
    def _group_name(self) -> Callable[[Level, str], Text]:
        day = self.as_of.astimezone(self.bureau.zone).date()
        return group_names(self.hierarchy, self.bureau.settings.zone.text, day)

    def once(self, key: object, work: Callable[[], T]) -> T:
        """Return what was worked out under a key; it is worked out when first asked for (twice where two ask at once), and what
        was asked for longest ago is forgotten.
        """
        with self._lock:
            if key in self._remembered:
                self._remembered.move_to_end(key)
                return self._remembered[key]
        made = work()
        with self._lock:
            self._remembered[key] = made
            while len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)
        return made

    def _part(self, name: str, read: Callable[[], T]) -> T:
        with self._lock:
            if name not in self._read:
                self._read[name] = read()
            return self._read[name]


class Origins:
    """The runs of a bureau; the newest asked for stay in memory. Safe to share between threads."""

    def __init__(self, bureau: Bureau) -> None:
        self._bureau = bureau
        self._lock = Lock()
        self._kept: OrderedDict[str, Origin] = OrderedDict()
        self._listed: tuple[int, list[Saved]] | None = None

    def of(self, as_of: datetime | None = None) -> Origin:
        """Return the newest run; with `as_of`, of those that knew no more than was known then the one that knew most, the newest of equals.

        Raises
        ------
        Problem
            `run.none`; `figures.no-run` where every run knew more.
        """
        runs = self.runs()
        if not runs:
            newest_saved(self._bureau.store, RUNS)  # says that there is none
        if as_of is None:
            return self._origin(runs[-1])
        return self._origin(run_as_known(runs, as_of, self._bureau.zone))

    def runs(self) -> list[Saved]:
        """Return all runs, oldest first; listed anew when there is another."""
        folder = self._bureau.store.root / RUNS
        changed = folder.stat().st_mtime_ns if folder.is_dir() else 0
        with self._lock:
            if self._listed is None or self._listed[0] != changed:
                self._listed = changed, saved(self._bureau.store, RUNS)
            return self._listed[1]

    def named(self, name: str) -> Origin | None:
        """Return the run of a name; None where there is none."""
        return next((self._origin(run) for run in self.runs() if run.name == name), None)

    def _origin(self, run: Saved) -> Origin:
        with self._lock:
            if run.name not in self._kept:
                while len(self._kept) >= _KEPT:
                    self._kept.popitem(last=False)
                self._kept[run.name] = Origin(self._bureau, run)
            self._kept.move_to_end(run.name)
            return self._kept[run.name]
