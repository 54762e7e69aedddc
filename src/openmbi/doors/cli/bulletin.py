"""`mbi bulletin`: the monthly report as PDF, Word or one page."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from openmbi.core.language import Language, Text
from openmbi.core.problems import Problem
from openmbi.doors.cli.console import out, print_json
from openmbi.doors.cli.language import here
from openmbi.doors.cli.options import Json, now, opened


class _Form(StrEnum):
    PDF = "pdf"
    DOCX = "docx"
    HTML = "html"


class _Spoken(StrEnum):
    ZH = "zh"
    EN = "en"
    BOTH = "both"


def bulletin(  # noqa: PLR0917  typer reads the options from the signature
    context: typer.Context,
    month: Annotated[str, typer.Argument(metavar="YYYY-MM", help=here(Text("月份", "the month")))],
    form: Annotated[
        list[_Form] | None,
        typer.Option(
            "--format", help=here(Text("格式，可重复；缺省为 pdf", "format, may be repeated; pdf if not said"))
        ),
    ] = None,
    lang: Annotated[
        _Spoken, typer.Option("--lang", help=here(Text("公报的语言", "language of the bulletin")))
    ] = _Spoken.BOTH,
    folder: Annotated[
        Path | None,
        typer.Option(
            "--out",
            file_okay=False,
            help=here(Text("写入的目录；缺省为 output/bulletin", "folder to write to; output/bulletin if not said")),
        ),
    ] = None,
    public: Annotated[bool, typer.Option("--public", help=here(Text("公开版", "the public edition")))] = False,
    json: Json = False,
) -> None:
    """Write the bulletin of a month."""
    from openmbi.flow.bulletin import FOLDER, Format, document_of, write_bulletin  # noqa: PLC0415  typesetting is slow to import
    from openmbi.flow.bulletin_source import bulletin_month  # noqa: PLC0415

    if public:
        raise _no_public_edition()
    bureau = opened(context)
    asked = bulletin_month(month)
    if json:
        print_json(document_of(bureau, asked, now=now(), folder=folder or bureau.output / FOLDER))
        return
    languages = list(Language) if lang is _Spoken.BOTH else [Language(lang.value)]
    formats = [Format(one.value) for one in form or [_Form.PDF]]
    made = write_bulletin(bureau, asked, formats=formats, languages=languages, now=now(), folder=folder)
    for file in made.files:
        out.print(str(file), soft_wrap=True)


def _no_public_edition() -> Problem:
    return Problem(
        "bulletin.no-public-edition",
        Text("公报只有内部版", "the bulletin has an internal edition only"),
        Text(
            "去掉 --public 编制内部版；内部版不得外传",
            "leave out --public for the internal edition, which must not leave the bureau",
        ),
    )


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        help=here(
            Text(
                "编制月度公报：文字按规则由数字写成，含图表、红绿灯矩阵与表格。\n\n例：mbi bulletin 2026-03 --format pdf --format docx --lang zh",
                "Make the monthly bulletin: text written from the figures by rules, with charts, light matrix and tables.\n\n"
                "Example: mbi bulletin 2026-03 --format pdf --format docx --lang en",
            )
        )
    )(bulletin)
