"""`mbi doctor`: is everything in order here?"""

from __future__ import annotations

from pathlib import Path

import typer

from openmbi.core.language import Text
from openmbi.core.problems import ExitCode
from openmbi.doors.cli.console import out, print_json, table
from openmbi.doors.cli.language import here
from openmbi.doors.cli.options import Json, now


def doctor(context: typer.Context, json: Json = False) -> int:
    """Examine this machine and, where there is one, the bureau."""
    from openmbi.flow.bureau import SETTINGS_FILE
    from openmbi.flow.doctor import examine

    named = context.obj != Path()  # a folder that was asked for and is no bureau is a finding
    folder = context.obj if named or (context.obj / SETTINGS_FILE).is_file() else None
    findings = examine(folder, now=now())
    if json:
        print_json([{"check": vars(f.check), "ok": f.ok, "detail": vars(f.detail)} for f in findings])
    else:
        rows = [["✓" if f.ok else "✗", f.check, f.detail] for f in findings]
        out.print(table((Text("", ""), Text("检查", "check"), Text("结果", "finding")), rows))
    return ExitCode.OK if all(f.ok for f in findings) else ExitCode.PROBLEM


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        help=here(
            Text(
                "检查运行环境、设置、目录声明、日历、存储与业务库（含审计链）。\n\n例：mbi doctor --json",
                "Check the machine, settings, declarations, calendar, store and operations (with the audit chain).\n\nExample: mbi doctor --json",
            )
        )
    )(doctor)
