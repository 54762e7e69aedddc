"""The zone's months of past moments, kept beside the store: a moment that nothing new can have changed is not worked out twice.

A file is named after all that its figures rest on: the moment, the stored files with anything known by then, catalog, code, libraries and settings. A new
delivery of later days leaves it valid; a correction that claims to have been known then does not.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from uuid import uuid4

import numpy as np

from openmbi.catalog.loader import catalog_hash
from openmbi.core.language import Text
from openmbi.core.periods import Frequency
from openmbi.flow.bureau import Bureau
from openmbi.flow.pins import code_hash, environment, lock_hash
from openmbi.flow.zone_months import ZoneMonths
from openmbi.index.indicator_panel import IndicatorPanel
from openmbi.store.batch import utc
from openmbi.store.manifest import Entry, entries
from openmbi.store.store import disk_space_named

FOLDER = Path("cache") / "zone_months"


class KeptZoneMonths:
    """What is kept of a bureau. Files that are left over from earlier code or data do no harm; the folder may be emptied at any time."""

    def __init__(self, bureau: Bureau, manifest: int) -> None:
        self._bureau = bureau
        self._entries: list[Entry] = entries(bureau.store, manifest)

    def at(self, moment: datetime, make: Callable[[], ZoneMonths]) -> ZoneMonths:
        """Return the months of a moment: as kept, or as made now and kept from then on."""
        file = self._bureau.folder / FOLDER / f"{utc(moment):%Y-%m-%d}-{self._key(moment)}.json"
        if file.is_file():
            return _read(file)
        made = make()
        _write(file, made)
        return made

    def _key(self, moment: datetime) -> str:
        known = utc(moment).isoformat()
        files = [
            (file.path, file.sha256 or str(entry.sha256))
            for entry in self._entries
            for file in entry.files
            if file.known_from is None or file.known_from <= known
        ]
        said = json.dumps([known, files, *self._rests_on], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:24]

    @cached_property
    def _rests_on(self) -> list[object]:
        settings = self._bureau.settings.model_dump_json(exclude={"engine"})
        contracts = sorted((self._bureau.folder / "sources").glob("*/source.yml"))
        return [
            catalog_hash(self._bureau.catalog),
            code_hash(),
            lock_hash(),
            environment(),
            settings,
            [file.read_text(encoding="utf-8") for file in contracts],
        ]


def _write(file: Path, months: ZoneMonths) -> None:
    panel, why = months.panel, months.why_none
    content = {
        "indicators": panel.indicators.tolist(),
        "months": [str(day) for day in panel.periods],
        "value": [[None if np.isnan(one) else one for one in row] for row in panel.value.tolist()],
        "why_none": None if why is None else [why.zh, why.en],
    }
    with disk_space_named(file.parent):
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary = file.with_name(f".{uuid4().hex}")
        temporary.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        temporary.replace(file)


def _read(file: Path) -> ZoneMonths:
    content = json.loads(file.read_text(encoding="utf-8"))
    months = np.array(content["months"], "datetime64[D]")
    value = np.array(content["value"], np.float64).reshape(len(content["indicators"]), len(months))
    panel = IndicatorPanel(
        np.array(content["indicators"], np.str_), Frequency.MONTHLY, months, value, np.zeros(value.shape, bool)
    )
    why = content["why_none"]
    return ZoneMonths(panel, Text(why[0], why[1]) if why else None)
