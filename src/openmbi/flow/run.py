"""`mbi run`: everything once, as known at a moment; saved, with its pages written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from openmbi.core.language import Language, Text
from openmbi.flow.bureau import Bureau
from openmbi.flow.compute import Computed, Step, compute
from openmbi.flow.describe import described, figures_of
from openmbi.flow.in_force import declarations_in_force
from openmbi.flow.pins import pins_of
from openmbi.flow.roster import roster_as_of
from openmbi.reports.overview.page import pages
from openmbi.reports.overview.report import overview
from openmbi.store.manifest import newest
from openmbi.store.runs import Saved, drop_older_terms, save, saved
from openmbi.store.store import disk_space_named


@dataclass(frozen=True)
class Made:
    """A run in memory: what it was made from, its report, its figures, and what drill-down needs."""

    pins: dict[str, Any]
    document: dict[str, Any]
    figures: pa.Table
    computed: Computed


def make(
    bureau: Bureau,
    *,
    as_of: datetime,
    now: datetime,
    step: Step,
    manifest: int | None = None,
    catalog: Path | None = None,
) -> Made:
    """Work a run out without writing anything. `manifest` and `catalog` pin what a release was made from; the newest and the bureau's own where None."""
    number = newest(bureau.store) if manifest is None else manifest
    overlay = catalog or bureau.catalog
    in_force = declarations_in_force(overlay)
    roster = roster_as_of(bureau, as_of, number)
    computed = compute(bureau, in_force, roster, as_of=as_of, manifest=number, step=step)
    step(Text("撰写报告", "writing the report"))
    told = described(bureau, in_force, roster, computed, as_of=as_of, now=now, manifest=number)
    pins = pins_of(bureau, as_of=as_of, manifest=number, catalog=overlay, index=computed.series.index)
    return Made(pins, overview(told), figures_of(computed), computed)


def run(bureau: Bureau, *, as_of: datetime, now: datetime, step: Step) -> tuple[Saved, Mapping[Language, Path]]:
    """Make a run, save it and write its pages. A run made from the same things as the newest one stands for it and is not saved twice."""
    made = make(bureau, as_of=as_of, now=now, step=step)
    kept = keep(bureau, "runs", made)
    step(Text("输出页面", "drawing the pages"))
    return kept, write_pages(bureau, made.document)


def keep(
    bureau: Bureau, kind: str, made: Made, catalog: Mapping[str, Mapping[str, Path]] = MappingProxyType({})
) -> Saved:
    """Save what was made as a run or a release (with a copy of its catalog), unless the newest of its kind was made from the same things."""
    with bureau.store.writing():
        before = saved(bureau.store, kind)[-1:]
        if before and before[0].pins == made.pins:
            return before[0]
        kept = save(
            bureau.store,
            kind,
            pins=made.pins,
            document=made.document,
            figures=made.figures,
            terms=made.computed.terms,
            series=made.computed.series,
            catalog=catalog,
        )
        drop_older_terms(bureau.store)
        return kept


def write_pages(bureau: Bureau, document: dict[str, Any]) -> dict[Language, Path]:
    """Write the overview page in each language and the report itself beside them; return where the pages are."""
    written = {}
    with disk_space_named(bureau.folder):
        for language, content in pages(document).items():
            written[language] = bureau.output / language / "index.html"
            written[language].parent.mkdir(parents=True, exist_ok=True)
            written[language].write_text(content, encoding="utf-8")
        text = json.dumps(document, ensure_ascii=False, indent=1)
        (bureau.output / "overview.json").write_text(text, encoding="utf-8")
    return written
