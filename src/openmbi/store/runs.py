"""Runs and releases on disk: the report document, the figures, the terms for drill-down, and what they were made from."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import uuid4
from zipfile import ZIP_STORED, ZipFile

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.lib.format import write_array

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import IndexSeries, IndexTerms
from openmbi.store.mapped_arrays import mapped_arrays
from openmbi.store.parquet import write
from openmbi.store.store import Store, sync_folder

FIGURES = pa.schema(
    [
        pa.field("indicator", pa.string(), nullable=False),
        pa.field("subject", pa.string(), nullable=False),
        pa.field("period", pa.string(), nullable=False),
        pa.field("value", pa.float64()),
    ]
)
"""Every figure of a run: `indicator/subject/period` names it."""
LIGHTS = pa.schema(
    [
        pa.field("level", pa.string(), nullable=False),
        pa.field("subject", pa.string(), nullable=False),
        pa.field("since", pa.date32(), nullable=False),
        pa.field("reason_zh", pa.string(), nullable=False),
        pa.field("reason_en", pa.string(), nullable=False),
        pa.field("weight", pa.float64()),
        pa.field("latest_level", pa.float32()),
    ]
)
"""Every light on the data date: since when it has its colour, and why. `weight` (a share) and `latest_level` (mean of the latest days, own base = 100) of
enterprises alone; of groups they are among the figures.
"""

DOCUMENTS = "documents.json.gz"


@dataclass(frozen=True)
class Saved:
    """A saved run or release: its folder and what it was made from (`pins`)."""

    name: str
    folder: Path
    pins: dict[str, Any]

    @property
    def as_of(self) -> datetime:
        """The moment up to which the run or release knew everything."""
        return datetime.fromisoformat(self.pins["as_of"])

    def figures(self) -> pa.Table:
        """Return every figure, with the schema FIGURES."""
        return pq.read_table(self.folder / "figures.parquet").cast(FIGURES)

    def figures_of(self, subject: str) -> pa.Table:
        """Return every figure of one subject, with the schema FIGURES."""
        return pq.read_table(self.folder / "figures.parquet", filters=[("subject", "==", subject)]).cast(FIGURES)

    def document(self) -> dict[str, Any]:
        """Return the report document."""
        return json.loads((self.folder / "overview.json").read_text(encoding="utf-8"))

    def terms(self) -> tuple[IndexTerms, IndexSeries]:
        """Return the terms and the series of the level, for drill-down."""
        with np.load(self.folder / "terms.npz") as stored:
            arrays = dict(stored)
        index, subject = self.pins["index"], self.pins["zone"]
        shared = {"index": index, "days": arrays["days"]}
        fields = ("subjects", "weight", "relative", "member", "divisor", "filled", "capped")
        terms = IndexTerms(**shared, **{name: arrays[name] for name in fields})
        fields = ("close", "coverage", "provisional")
        return terms, IndexSeries(subject=subject, **shared, **{name: arrays[name] for name in fields})

    def details(self) -> dict[str, np.ndarray]:
        """Return what the pages of enterprises need beside the terms, by name, to be read only; empty where the run kept none."""
        file = self.folder / "details.npz"
        return mapped_arrays(file) if file.exists() else {}

    def changes(self) -> dict[str, Any]:
        """Return by index the change that was taken apart with the run: its period and its tree; empty where none was kept."""
        file = self.folder / "changes.json"
        return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}

    def parts(self) -> dict[str, Any]:
        """Return by index its latest change taken apart down to cells: its period and its tree; empty where the run was made before they were kept."""
        file = self.folder / "parts.json"
        return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}

    @property
    def has_terms(self) -> bool:
        """Whether it can be drilled down to the enterprise: of the newest run and of every release."""
        return (self.folder / "terms.npz").exists()

    def lights(self) -> pa.Table:
        """Return since when and why lights have their colours, with the schema LIGHTS; empty where the run was made before they were kept."""
        file = self.folder / "lights.parquet"
        return pq.read_table(file).cast(LIGHTS) if file.exists() else LIGHTS.empty_table()

    def alerts(self) -> dict[str, Any] | None:
        """Return the document of the alerts that were found with the run; None where none were looked for."""
        file = self.folder / "alerts.json"
        return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None

    def documents(self) -> dict[str, Any]:
        """Return by path the documents of pages that were kept with the run; empty where it was made before they were."""
        file = self.folder / DOCUMENTS
        return json.loads(gzip.decompress(file.read_bytes())) if file.exists() else {}

    @property
    def keeps_documents(self) -> bool:
        """Whether documents of pages were kept with the run."""
        return (self.folder / DOCUMENTS).exists()

    def keep_documents(self, documents: Mapping[str, Any]) -> None:
        """Keep documents of pages with the run, once: pages are written after it. The caller holds `Store.writing`."""
        file = self.folder / DOCUMENTS
        if file.exists():
            return
        staged = file.with_suffix(".staged")
        staged.write_bytes(gzip.compress(json.dumps(dict(documents), ensure_ascii=False).encode(), 6, mtime=0))
        staged.rename(file)
        sync_folder(self.folder)


def save(
    store: Store,
    kind: str,
    *,
    pins: dict[str, Any],
    document: dict[str, Any],
    figures: pa.Table,
    terms: IndexTerms,
    series: IndexSeries,
    details: Mapping[str, Any] = MappingProxyType({}),
    changes: Mapping[str, Any] = MappingProxyType({}),
    parts: Mapping[str, Any] = MappingProxyType({}),
    alerts: Mapping[str, Any] | None = None,
    lights: pa.Table | None = None,
    catalog: Mapping[str, Mapping[str, Path]] = MappingProxyType({}),
) -> Saved:
    """Save a run (`kind` "runs") or a release ("releases") under the next number, in one atomic step. The caller holds `Store.writing`.

    `details` are arrays that the pages of enterprises need beside the terms. `changes` are, by index, a change and its tree; `parts` the same without
    enterprises. `alerts`: the document of the alerts found, where they were looked for. `lights`: why lights have their colours (LIGHTS). `catalog[kind][name]`
    is the file of a declaration of which a copy is kept: a release has all in force.
    """
    staging = store.folder("staging", uuid4().hex)
    (staging / "pins.json").write_text(_json(pins), encoding="utf-8")
    (staging / "overview.json").write_text(_json(document), encoding="utf-8")
    write(staging / "figures.parquet", figures.cast(FIGURES))
    arrays = {
        name: getattr(terms, name)
        for name in ("subjects", "days", "weight", "relative", "member", "divisor", "filled", "capped")
    }
    arrays |= {name: getattr(series, name) for name in ("close", "coverage", "provisional")}
    _write_terms(staging / "terms.npz", arrays)
    np.savez(staging / "details.npz", **details)
    for file, told in (("changes.json", changes), ("parts.json", parts)):
        (staging / file).write_text(json.dumps(dict(told), ensure_ascii=False), encoding="utf-8")
    if alerts is not None:
        (staging / "alerts.json").write_text(json.dumps(alerts, ensure_ascii=False, allow_nan=False), encoding="utf-8")
    if lights is not None:
        write(staging / "lights.parquet", lights)
    _copy_catalog(staging / "catalog", catalog)
    folder = store.folder(kind)
    name = f"{len(_names(folder)) + 1:06d}"
    staging.rename(folder / name)
    sync_folder(folder)
    return Saved(name, folder / name, pins)


def _write_terms(file: Path, arrays: dict[str, Any]) -> None:
    """Write arrays for `np.load`; `relative` is stored as it is: its digits hardly shrink, and compressing them takes longer than all the rest of saving."""
    np.savez_compressed(file, **{name: each for name, each in arrays.items() if name != "relative"})
    with ZipFile(file, "a", ZIP_STORED) as made, made.open("relative.npy", "w", force_zip64=True) as entry:
        write_array(entry, np.ascontiguousarray(arrays["relative"]), allow_pickle=False)


def drop_older_terms(store: Store) -> None:
    """Remove what is drilled into of all runs but the newest: terms, details and changes are most of a run's bytes. Releases keep theirs."""
    for older in saved(store, "runs")[:-1]:
        for name in ("terms.npz", "details.npz", "changes.json"):
            (older.folder / name).unlink(missing_ok=True)


def saved(store: Store, kind: str) -> list[Saved]:
    """Return all runs or releases, oldest first."""
    folder = store.root / kind
    return [Saved(name, folder / name, _pins(folder / name)) for name in _names(folder)]


def newest_saved(store: Store, kind: str) -> Saved:
    """Return the newest run or release.

    Raises
    ------
    Problem
        `run.none` where there is none yet.
    """
    names = _names(store.root / kind)
    if not names:
        raise Problem(
            "run.none",
            Text("尚无计算结果", "nothing has been computed yet"),
            Text("先执行 mbi run", "give `mbi run` first"),
            file=store.root / kind,
        )
    folder = store.root / kind / names[-1]
    return Saved(names[-1], folder, _pins(folder))


def _copy_catalog(target: Path, catalog: Mapping[str, Mapping[str, Path]]) -> None:
    for kind, files in catalog.items():
        (target / kind).mkdir(parents=True)
        for name, file in files.items():
            shutil.copyfile(file, target / kind / f"{name}.yml")


def _names(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    return sorted(child.name for child in folder.iterdir() if re.fullmatch(r"\d{6}", child.name))


def _pins(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "pins.json").read_text(encoding="utf-8"))


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True, default=str)
