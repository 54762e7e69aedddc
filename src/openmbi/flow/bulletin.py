"""The bulletin of a month: gathered, built, and written as PDF, Word or one page, with its document beside it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal

import orjson
import typst

from openmbi.catalog.bulletins import WordFonts, load_bulletin_rules
from openmbi.core.language import Language, Text
from openmbi.core.periods import Period
from openmbi.core.problems import Problem
from openmbi.flow.bulletin_fonts import BulletinFaces, bulletin_faces
from openmbi.flow.bulletin_source import gathered
from openmbi.flow.bureau import Bureau
from openmbi.flow.chosen_run import chosen_run
from openmbi.flow.public_bulletin import gathered_public
from openmbi.reports.bulletin.charts.drawn import drawn
from openmbi.reports.bulletin.localized import characters, localized
from openmbi.reports.bulletin.page import page
from openmbi.reports.bulletin.public.report import public_bulletin
from openmbi.reports.bulletin.report import bulletin
from openmbi.reports.bulletin.typeset import Typeset, light_drawings, pictures_of, typst_of
from openmbi.reports.bulletin.word import Pictures, docx_of
from openmbi.store.store import disk_space_named

FOLDER = "bulletin"
_CHART_MM, _LIGHT_MM, _PPI = 172, 5, 200
_INTERNAL_DOCUMENT = re.compile(r"bulletin-(\d{4}-\d{2})\.json")


class Format(StrEnum):
    """How a bulletin is written."""

    PDF = "pdf"
    DOCX = "docx"
    HTML = "html"


class Edition(StrEnum):
    """For whom a bulletin is: INTERNAL tells a run and names enterprises; PUBLIC tells a signed public release and nothing else."""

    INTERNAL = "internal"
    PUBLIC = "public"


@dataclass(frozen=True)
class Asked:
    """Which bulletin. Of an internal one `run` (its number) or `as_of` may choose an older run; of a public one `release` the number of a public release."""

    month: Period
    edition: Edition = Edition.INTERNAL
    run: str | None = None
    as_of: datetime | None = None
    release: int | None = None

    @property
    def looks_back(self) -> bool:
        """Whether an older run or a release was chosen."""
        return (self.run, self.as_of, self.release) != (None, None, None)


@dataclass(frozen=True)
class Made:
    """A bulletin that was written: its document, and its files."""

    document: dict[str, Any]
    files: tuple[Path, ...]


def document_of(bureau: Bureau, asked: Asked, *, now: datetime, folder: Path) -> dict[str, Any]:
    """Return the document of a bulletin; the earlier one, against which an internal one tells revisions, is looked for in `folder`.

    Raises
    ------
    Problem
        As `gathered` and `chosen_run`; of a public one as `gathered_public`.
    """
    if asked.edition is Edition.PUBLIC:
        return public_bulletin(gathered_public(bureau, asked.month, now=now, number=asked.release))
    run = chosen_run(bureau, number=asked.run, as_of=asked.as_of)
    return bulletin(gathered(bureau, asked.month, now=now, earlier=_earlier(folder, str(asked.month)), run=run))


def file_name(document: Mapping[str, Any], asked: Asked) -> str:
    """Return how the files of a bulletin begin: those of an older run or a chosen release never stand in the place of the newest."""
    public = asked.edition is Edition.PUBLIC
    edition = ".public" if public else ""
    chosen = f".release-{document['release']}" if public else f".run-{document['run']}"
    return f"bulletin-{asked.month}{edition}{chosen if asked.looks_back else ''}"


def write_bulletin(
    bureau: Bureau,
    asked: Asked,
    *,
    formats: Collection[Format],
    languages: Collection[Language],
    now: datetime,
    folder: Path | None = None,
) -> Made:
    """Write a bulletin into `folder` (the bureau's `output/bulletin` where none is said), its document beside it.

    Raises
    ------
    Problem
        As `document_of`; `bulletin.no-font`, `bulletin.glyphs-missing`; `bulletin.not-typeset`.
    """
    target = folder or bureau.output / FOLDER
    document = document_of(bureau, asked, now=now, folder=target)
    begin = file_name(document, asked)
    contents: dict[str, bytes] = {f"{begin}.json": orjson.dumps(document, option=orjson.OPT_INDENT_2)}
    for language in languages:
        for form in formats:
            contents[f"{begin}.{language}.{form}"] = rendered(bureau, document, language, form)
    with disk_space_named(bureau.folder):
        target.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            (target / name).write_bytes(content)
    return Made(document, tuple(target / name for name in contents))


def rendered(bureau: Bureau, document: Mapping[str, Any], language: Language, form: Format) -> bytes:
    """Return a bulletin in one language as a file.

    Raises
    ------
    Problem
        `bulletin.no-font`, `bulletin.glyphs-missing`; `bulletin.not-typeset`.
    """
    if form is Format.HTML:
        return html(document, language)
    fonts = load_bulletin_rules(bureau.catalog).fonts
    faces = bulletin_faces(fonts)
    return pdf(document, language, faces) if form is Format.PDF else docx(document, language, faces, fonts.word)


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
    return page(dict(document), language).encode()


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


def _earlier(folder: Path, month: str) -> dict[str, Any] | None:
    """Return the document of the newest internal bulletin before a month; None where there is none."""
    found = ((file, _INTERNAL_DOCUMENT.fullmatch(file.name)) for file in folder.glob("bulletin-*.json"))
    before = [file for file, named in found if named and named[1] < month]
    newest = max(before, default=None)
    return None if newest is None else orjson.loads(newest.read_bytes())
