"""The bulletin of a month: gathered, built, and written as PDF, Word or one page, with its document beside it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal

import orjson
import typst

from openmbi.catalog.bulletins import BulletinFonts, WordFonts, load_bulletin_rules
from openmbi.core.language import Language, Text
from openmbi.core.periods import Period
from openmbi.core.problems import Problem
from openmbi.flow.bulletin_fonts import BulletinFaces, bulletin_faces
from openmbi.flow.bulletin_source import gathered
from openmbi.flow.bureau import Bureau
from openmbi.reports.bulletin.charts.drawn import drawn
from openmbi.reports.bulletin.html import html_of
from openmbi.reports.bulletin.localized import characters, localized
from openmbi.reports.bulletin.report import bulletin
from openmbi.reports.bulletin.typeset import Typeset, light_drawings, pictures_of, typst_of
from openmbi.reports.bulletin.word import Pictures, docx_of
from openmbi.store.store import disk_space_named

FOLDER = "bulletin"
_SCREEN_FONTS = ("Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei")
_CHART_MM, _LIGHT_MM, _PPI = 172, 5, 200
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
    fonts = load_bulletin_rules(bureau.catalog).fonts
    faces = bulletin_faces(fonts)
    contents: dict[str, bytes] = {_DOCUMENT.format(month=month): orjson.dumps(document, option=orjson.OPT_INDENT_2)}
    for language in languages:
        for form in formats:
            name = _FILE.format(month=month, language=language.value, format=form.value)
            contents[name] = _written(document, language, form, faces, fonts)
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


def docx(document: Mapping[str, Any], language: Language, faces: BulletinFaces, fonts: WordFonts) -> bytes:
    """Return the bulletin as a Word file; its charts are pictures, drawn with the fonts found here. Raises as `pdf`."""
    faces.check(characters(localized(document, language)))
    charts = drawn(document, language, (faces.families.display,))
    lights = light_drawings(document["legend"])
    pictures = Pictures(_pictures(charts, faces, _CHART_MM), _pictures(lights, faces, _LIGHT_MM))
    return docx_of(document, language, pictures, fonts)


def html(document: Mapping[str, Any], language: Language) -> bytes:
    """Return the bulletin as one page; the reader's own fonts show it."""
    return html_of(document, language, drawn(document, language, _SCREEN_FONTS)).encode()


def _pictures(drawings: Mapping[str, str], faces: BulletinFaces, width_mm: float) -> dict[str, bytes]:
    """Return drawings as PNG, by name."""
    made = compiled(pictures_of(drawings, width_mm), faces, "png", ppi=_PPI)
    pages = made if isinstance(made, list) else [made]
    return dict(zip(drawings, pages, strict=True))


def compiled(typeset: Typeset, faces: BulletinFaces, form: Literal["pdf", "png"], **options: Any) -> Any:
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


def _written(
    document: Mapping[str, Any], language: Language, form: Format, faces: BulletinFaces, fonts: BulletinFonts
) -> bytes:
    match form:
        case Format.PDF:
            return pdf(document, language, faces)
        case Format.DOCX:
            return docx(document, language, faces, fonts.word)
        case _:
            return html(document, language)


def _earlier(folder: Path, month: str) -> dict[str, Any] | None:
    """Return the document of the newest bulletin before a month; None where there is none."""
    before = [file for file in folder.glob("bulletin-*.json") if file.stem.removeprefix("bulletin-") < month]
    newest = max(before, default=None)
    return None if newest is None else orjson.loads(newest.read_bytes())
