"""`mbi bulletin`: the monthly report as PDF, Word or one page."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from openmbi.core.language import Language, Text
from openmbi.doors.cli.console import out, print_json
from openmbi.doors.cli.language import here
from openmbi.doors.cli.options import AsOf, Json, moment, now, opened


class _Form(StrEnum):
    PDF = "pdf"
    DOCX = "docx"
    HTML = "html"


class _Edition(StrEnum):
    INTERNAL = "internal"
    PUBLIC = "public"


class _Spoken(StrEnum):
    ZH = "zh"
    EN = "en"
    BOTH = "both"


_Formats = Annotated[
    list[_Form] | None,
    typer.Option("--format", help=here(Text("格式，可重复；缺省为 pdf", "format, may be repeated; pdf if not said"))),
]
_InLanguage = Annotated[_Spoken, typer.Option("--lang", help=here(Text("公报的语言", "language of the bulletin")))]
_Folder = Annotated[
    Path | None,
    typer.Option(
        "--out",
        file_okay=False,
        help=here(Text("写入的目录；缺省为 output/bulletin", "folder to write to; output/bulletin if not said")),
    ),
]
_OfEdition = Annotated[
    _Edition,
    typer.Option(
        "--edition",
        help=here(
            Text(
                "内部版由计算编制，列有企业名称；公开版只由已签发的公开版数据编制",
                "the internal edition tells a run and names enterprises; the public one tells a signed public release alone",
            )
        ),
    ),
]
_OlderRun = Annotated[
    str | None,
    typer.Option("--run", metavar="NUMBER", help=here(Text("内部版：较早的一次计算", "internal: an older run"))),
]
_OfRelease = Annotated[
    int | None,
    typer.Option("--release", min=1, help=here(Text("公开版：公开版号", "public: the number of a public release"))),
]


def bulletin(  # noqa: PLR0917  typer reads the options from the signature
    context: typer.Context,
    month: Annotated[str, typer.Argument(metavar="YYYY-MM", help=here(Text("月份", "the month")))],
    form: _Formats = None,
    lang: _InLanguage = _Spoken.BOTH,
    folder: _Folder = None,
    edition: _OfEdition = _Edition.INTERNAL,
    run: _OlderRun = None,
    as_of: AsOf = None,
    release: _OfRelease = None,
    json: Json = False,
) -> None:
    """Write the bulletin of a month."""
    from openmbi.flow.bulletin import FOLDER, Asked, Edition, Format, document_of, write_bulletin
    from openmbi.flow.bulletin_source import bulletin_month

    _check(edition, run, as_of, release)
    bureau = opened(context)
    known = moment(as_of, bureau) if as_of else None
    asked = Asked(bulletin_month(month), Edition(edition.value), run, known, release)
    if json:
        print_json(document_of(bureau, asked, now=now(), folder=folder or bureau.output / FOLDER))
        return
    languages = list(Language) if lang is _Spoken.BOTH else [Language(lang.value)]
    formats = [Format(one.value) for one in form or [_Form.PDF]]
    made = write_bulletin(bureau, asked, formats=formats, languages=languages, now=now(), folder=folder)
    for file in made.files:
        out.print(str(file), soft_wrap=True)


def _check(edition: _Edition, run: str | None, as_of: str | None, release: int | None) -> None:
    """Refuse to choose a run for the public edition, a release for the internal one, or a run in two ways."""
    if edition is _Edition.PUBLIC and (run or as_of):
        raise typer.BadParameter(
            here(
                Text(
                    "公开版用 --release 选择，不用 --run 或 --as-of",
                    "of the public edition choose by --release, not by --run or --as-of",
                )
            )
        )
    if edition is _Edition.INTERNAL and release:
        raise typer.BadParameter(
            here(Text("--release 只用于 --edition public", "--release goes with --edition public"))
        )
    if run and as_of:
        raise typer.BadParameter(here(Text("--run 与 --as-of 不能同用", "--run and --as-of exclude each other")))


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        help=here(
            Text(
                "编制月度公报：文字按规则由数字写成，含图表、红绿灯矩阵与表格。\n\n"
                "例：mbi bulletin 2026-03 --format docx --lang zh；mbi bulletin 2026-03 --edition public；mbi bulletin 2026-03 --as-of 2026-04-10",
                "Make the monthly bulletin: text written from the figures by rules, with charts, light matrix and tables.\n\n"
                "Examples: mbi bulletin 2026-03 --format docx --lang en; mbi bulletin 2026-03 --edition public; mbi bulletin 2026-03 --as-of 2026-04-10",
            )
        )
    )(bulletin)
