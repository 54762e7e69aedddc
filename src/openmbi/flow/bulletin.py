"""The bulletin of a month: gathered, built, and written as PDF, Word or one page, with its document beside it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import orjson
import typst

from openmbi.catalog.bulletins import load_bulletin_rules
from openmbi.core.language import Language, Text
from openmbi.core.periods import Period
from openmbi.core.problems import Problem
from openmbi.flow.bulletin_fonts import BulletinFaces, bulletin_faces
from openmbi.flow.bulletin_source import gathered
from openmbi.flow.bureau import Bureau
from openmbi.reports.bulletin.charts.drawn import drawn
from openmbi.reports.bulletin.localized import characters, localized
from openmbi.reports.bulletin.report import bulletin
from openmbi.reports.bulletin.typeset import Typeset, typst_of
from openmbi.store.store import disk_space_named

FOLDER = "bulletin"
_DOCUMENT = "bulletin-{month}.json"
_FILE = "bulletin-{month}.{language}.{format}"


class Format(StrEnum):
    """How a bulletin is written."""

    PDF = "pdf"
    DOCX = "docx"
    HTML = "html"


@dataclass(frozen=True)
class Made:
    """A bulletin that was written: its document, and its files."""

    document: dict[str, Any]
    files: tuple[Path, ...]


def document_of(bureau: Bureau, month: Period, *, now: datetime, folder: Path) -> dict[str, Any]:
    """Return the document of a month's bulletin; the earlier one, against which revisions are told, is looked for in `folder`.

    Raises
    ------
    Problem
        As `gathered`.
    """
    return bulletin(gathered(bureau, month, now=now, earlier=_earlier(folder, str(month))))


def write_bulletin(
    bureau: Bureau,
    month: Period,
    *,
    formats: Collection[Format],
    languages: Collection[Language],
    now: datetime,
    folder: Path | None = None,
) -> Made:
    """Write the bulletin of a month into `folder` (the bureau's `output/bulletin` where none is said).

    Raises
    ------
    Problem
        As `document_of`; `bulletin.no-font`, `bulletin.glyphs-missing`; `bulletin.not-typeset`.
    """
    target = folder or bureau.output / FOLDER
    document = document_of(bureau, month, now=now, folder=target)
    faces = bulletin_faces(load_bulletin_rules(bureau.catalog).fonts)
    contents: dict[str, bytes] = {_DOCUMENT.format(month=month): orjson.dumps(document, option=orjson.OPT_INDENT_2)}
    for language in languages:
        for form in formats:
            name = _FILE.format(month=month, language=language.value, format=form.value)
            contents[name] = _WRITERS[form](document, language, faces)
    with disk_space_named(bureau.folder):
        target.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            (target / name).write_bytes(content)
    return Made(document, tuple(target / name for name in contents))


def pdf(document: Mapping[str, Any], language: Language, faces: BulletinFaces) -> bytes:
    """Return the bulletin as PDF with its fonts embedded; raises `bulletin.glyphs-missing`, `bulletin.not-typeset`."""
    faces.check(characters(localized(document, language)))
    charts = drawn(document, language, (faces.families.display,))
    made_at = datetime.fromisoformat(document["made_at"]).replace(microsecond=0)
    return compiled(typst_of(document, language, charts, faces.families), faces, "pdf", timestamp=made_at)


def compiled(typeset: Typeset, faces: BulletinFaces, form: str, **options: Any) -> Any:
    """Compile for the typesetter.

    Raises
    ------
    Problem
        `bulletin.not-typeset` with what the typesetter said.
    """
    try:
        return typst.compile(
            typeset.source, font_paths=faces.collection, sys_inputs=typeset.inputs, format=form, **options
        )
    except typst.TypstError as error:
        raise Problem(
            "bulletin.not-typeset",
            Text("排版未成功：{detail}", "it could not be typeset: {detail}").fill(detail=error.message),
            Text("请连同该信息报告此问题", "report this with the message"),
        ) from error


_WRITERS = {Format.PDF: pdf}


def _earlier(folder: Path, month: str) -> dict[str, Any] | None:
    """Return the document of the newest bulletin before a month; None where there is none."""
    before = [file for file in folder.glob("bulletin-*.json") if file.stem.removeprefix("bulletin-") < month]
    newest = max(before, default=None)
    return None if newest is None else orjson.loads(newest.read_bytes())
