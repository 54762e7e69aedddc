"""`mbi list`: every declared thing with its file."""

from __future__ import annotations

import typer

from openmbi.core.language import Text
from openmbi.doors.cli.console import out, print_json, table
from openmbi.doors.cli.language import here
from openmbi.doors.cli.options import Json


def list_declared(context: typer.Context, json: Json = False) -> None:
    """List what is declared, the bureau's own marked."""
    from openmbi.flow.bureau import SETTINGS_FILE
    from openmbi.flow.listing import declared_things

    bureau = context.obj if (context.obj / SETTINGS_FILE).is_file() else None
    things = declared_things(bureau)
    if json:
        print_json([{"kind": t.kind, "name": t.name, "own": t.own, "file": str(t.file)} for t in things])
        return
    rows = [[t.kind, t.name, Text("本单位", "own") if t.own else Text("随附", "shipped"), t.file] for t in things]
    headers = (Text("类别", "kind"), Text("名称", "name"), Text("来源", "from"), Text("文件", "file"))
    out.print(table(headers, rows))


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "list",
        help=here(
            Text(
                "列出数据源、指标、指数、红绿灯规则、日历等全部声明及其文件。\n\n例：mbi list --json",
                "List every declared source, indicator, index, light rule and calendar with its file.\n\nExample: mbi list --json",
            )
        ),
    )(list_declared)
