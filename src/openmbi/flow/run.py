"""`mbi run`: everything once, as known at a moment; saved, its cases followed up, its pages written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import orjson
import pyarrow as pa

from openmbi.core.language import Language, Text
from openmbi.core.tables import Level
from openmbi.flow.alert_site import FURTHER, AlertSite, alert_site
from openmbi.flow.bulletin_documents import keep_documents
from openmbi.flow.bureau import Bureau
from openmbi.flow.change_trees import kept_changes
from openmbi.flow.compute import Computed, Step, compute
from openmbi.flow.describe import described
from openmbi.flow.describe_province import described_province
from openmbi.flow.enterprise_details import details_of
from openmbi.flow.figures_table import figures_of
from openmbi.flow.find_alerts import find_alerts
from openmbi.flow.follow_cases import Followed, follow_runs
from openmbi.flow.growth_kept import growth_arrays
from openmbi.flow.in_force import InForce, declarations_in_force, without_shipped_events
from openmbi.flow.kept_parts import kept_parts
from openmbi.flow.light_reasons import light_reasons
from openmbi.flow.pins import pins_of
from openmbi.flow.roster import Roster, roster_as_of
from openmbi.reports.glance.inputs import GlanceInput
from openmbi.reports.glance.report import glance
from openmbi.reports.overview.page import pages
from openmbi.reports.overview.report import overview
from openmbi.reports.province.inputs import ProvinceInput
from openmbi.reports.province.paths import ALERTS, page_path
from openmbi.reports.site import FRAME_FILE, files_of, site, site_without_groups
from openmbi.store.manifest import newest
from openmbi.store.runs import Saved, drop_older_terms, save, saved
from openmbi.store.store import disk_space_named


@dataclass(frozen=True)
class Made:
    """A run in memory: what it was made from, its report, its figures, what drill-down needs, and the declarations and register that it rests on."""

    pins: dict[str, Any]
    document: dict[str, Any]
    figures: pa.Table
    computed: Computed
    province: ProvinceInput | None
    in_force: InForce
    roster: Roster


@dataclass(frozen=True)
class Ran:
    """A run that was kept: its pages, and what following it did to the cases (of runs that waited to be followed before it, too)."""

    saved: Saved
    pages: Mapping[Language, Path]
    followed: tuple[Followed, ...]


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
    in_force = declarations_in_force(overlay, as_of)
    if bureau.settings.simulated:
        in_force = without_shipped_events(in_force)
    roster = roster_as_of(bureau, as_of, number)
    computed = compute(bureau, in_force, roster, as_of=as_of, manifest=number, step=step)
    step(Text("撰写报告", "writing the report"))
    told = described(bureau, in_force, roster, computed, as_of=as_of, now=now, manifest=number)
    pins = pins_of(bureau, as_of=as_of, manifest=number, catalog=overlay, index=computed.series.index)
    province = described_province(bureau, in_force, roster, computed, as_of=as_of, now=now, manifest=number)
    return Made(pins, overview(told), figures_of(computed), computed, province, in_force, roster)


def run(bureau: Bureau, *, as_of: datetime, now: datetime, step: Step, following: bool = True) -> Ran:
    """Make a run, look for alerts, save it, follow the cases up by it where `following`, and write its pages.

    A run made from the same things as the newest one stands for it and is not saved twice.
    """
    made, kept = make_and_keep(bureau, as_of=as_of, now=now, step=step, following=following)
    step(Text("跟进工单", "following up the cases"))
    followed = follow_runs(bureau, now)
    step(Text("输出页面", "drawing the pages"))
    alerts = alert_site(bureau, kept, made.in_force, made.roster, made.computed, now=now)
    written = write_pages(bureau, made, alerts)
    keep_documents(bureau, kept)
    return Ran(kept, written, followed)


def make_and_keep(bureau: Bureau, *, as_of: datetime, now: datetime, step: Step, following: bool) -> tuple[Made, Saved]:
    """Make a run and save it with the alerts that it finds; cases are followed up by it later, where `following`."""
    made = make(bureau, as_of=as_of, now=now, step=step)
    step(Text("检测异常", "looking for alerts"))
    alerts = find_alerts(bureau, made.in_force, made.roster, made.computed, as_of=as_of, for_cases=following)
    return made, keep(bureau, "runs", made, alerts=alerts)


def keep(
    bureau: Bureau,
    kind: str,
    made: Made,
    catalog: Mapping[str, Mapping[str, Path]] = MappingProxyType({}),
    alerts: Mapping[str, Any] | None = None,
) -> Saved:
    """Save what was made as a run (with its alerts) or a release (with a copy of its catalog), unless the newest of its kind is the same."""
    with bureau.store.writing():
        before = saved(bureau.store, kind)[-1:]
        if before and before[0].pins == made.pins and (alerts is None or before[0].alerts() == alerts):
            return before[0]
        details = details_of(made.computed, made.in_force.enterprise_rule)
        changes = kept_changes(made.computed.composites)
        kept = save(
            bureau.store,
            kind,
            pins=made.pins,
            document=made.document,
            figures=made.figures,
            terms=made.computed.terms,
            series=made.computed.series,
            changes=changes,
            parts=kept_parts(made.computed, changes),
            details={**details, **growth_arrays(made.computed.growth)},
            alerts=alerts,
            lights=light_reasons(made.computed, made.in_force, made.province, details),
            catalog=catalog,
        )
        drop_older_terms(bureau.store)
        return kept


def write_pages(bureau: Bureau, made: Made, alerts: AlertSite | None = None) -> dict[Language, Path]:
    """Write the overview page in each language, the report itself, and the pages of groups, alerts, cases and their quality; return where the overviews are."""
    with disk_space_named(bureau.folder):
        site_files = _site_files(made, alerts)
        navigation = orjson.loads(site_files[FRAME_FILE])["navigation"]
        written = {language: bureau.output / language / "index.html" for language in Language}
        for language, content in pages(made.document, navigation).items():
            _write(written[language], content.encode())
        text = json.dumps(made.document, ensure_ascii=False, indent=1)
        _write(bureau.output / "overview.json", text.encode())
        for path, content in site_files.items():
            _write(bureau.output / path, content)
        _remove_others(bureau.output, {*written.values(), *(bureau.output / path for path in site_files)})
    return written


def _site_files(made: Made, alerts: AlertSite | None) -> dict[str, bytes]:
    """Return every file of the site but the overview's, by path."""
    further = FURTHER if alerts else ()
    if made.province:
        about = replace(made.province.about, further=further)
        files = dict(site(replace(made.province, about=about, alerts=alerts.pages.entries if alerts else None)))
    else:
        files = dict(site_without_groups(made.document, further))
    files |= dict(alerts.files(orjson.loads(files[FRAME_FILE])) if alerts else ())
    return files | (_glance_with_alerts(files, made.province) if alerts and made.province else {})


def _glance_with_alerts(files: Mapping[str, bytes], province: ProvinceInput) -> dict[str, bytes]:
    """Return the one-glance page's files with the alerts that the run found."""
    zone, found = (
        orjson.loads(files[f"data/{path}.json"]) for path in (page_path(Level.ZONE, province.about.zone_code), ALERTS)
    )
    return dict(files_of([glance(GlanceInput(zone, found, zone["alarms"]))]))


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _remove_others(output: Path, written: set[Path]) -> None:
    """Remove pages and documents of groups that this run has not: of an earlier one."""
    for folder in ("data", *Language):
        for file in (output / folder).rglob("*"):
            if file.suffix in {".html", ".json"} and file not in written:
                file.unlink()
