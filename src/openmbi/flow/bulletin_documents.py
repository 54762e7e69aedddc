"""The documents of a run's pages that a bulletin tells from: kept with the run, so that an older run can be told again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import orjson

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Level
from openmbi.flow.bureau import Bureau
from openmbi.reports.province.paths import ALERTS, MATRIX, QUALITY, TILES, list_path, page_path
from openmbi.store.runs import Saved

LISTED = (Level.CITY, Level.INDUSTRY, Level.CLUSTER)


def keep_documents(bureau: Bureau, run: Saved) -> None:
    """Keep with a run what a bulletin tells from, once its pages are written."""
    paths = (page_path(Level.ZONE, bureau.settings.zone.code), MATRIX, TILES, ALERTS, QUALITY, *map(list_path, LISTED))
    found = {path: document for path in paths if (document := _written(bureau.output / "data", path)) is not None}
    if found:
        with bureau.store.writing():
            run.keep_documents(found)


def _written(folder: Path, path: str) -> dict[str, Any] | None:
    file = folder / f"{path}.json"
    return orjson.loads(file.read_bytes()) if file.is_file() else None


def documents_of(
    bureau: Bureau, run: Saved, overview: Mapping[str, Any], *, is_newest: bool
) -> Callable[[str], dict[str, Any] | None]:
    """Return what finds the document of a page: those that were kept with the run, or for the newest run that kept none the ones in the output folder.

    Raises
    ------
    Problem
        `bulletin.run-without-documents`; the returned one raises `bulletin.pages-of-another-run`.
    """
    kept = run.documents()
    if kept:
        return kept.get
    if is_newest:
        return _Written(bureau.output / "data", overview)
    raise Problem(
        "bulletin.run-without-documents",
        Text("计算 {run} 未保存页面文档", "run {run} did not keep the documents of its pages").fill(run=run.name),
        Text(
            "只有保存了页面文档的计算才能补编公报；可用 mbi run --as-of 重新计算当时所知",
            "only a run that kept them can be told again; make one as known then by `mbi run --as-of`",
        ),
    )


class _Written:
    """The documents of the newest run's pages, as they were written to the output folder.

    Raises `bulletin.pages-of-another-run` where they were not written with the run.
    """

    def __init__(self, folder: Path, overview: Mapping[str, Any]) -> None:
        self._folder, self._run_at = folder, overview["method"]["run_at"]

    def __call__(self, path: str) -> dict[str, Any] | None:
        found = _written(self._folder, path)
        if found is not None and found["run_at"] != self._run_at:
            raise Problem(
                "bulletin.pages-of-another-run",
                Text("页面文档不是最近一次计算所写", "these documents were not written by the newest run"),
                Text("再执行 mbi run，然后编制公报", "give `mbi run` again, then make the bulletin"),
                file=self._folder / f"{path}.json",
            )
        return found
