"""The commands of `mbi`, put together."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from openmbi import __version__
from openmbi.core.language import Language, Text
from openmbi.doors.cli import (
    alerts,
    audit,
    backtest,
    bulletin,
    calendar,
    case,
    compare,
    diagnose,
    doctor,
    enterprise,
    explain,
    feeds,
    figures,
    growth,
    ingest,
    init,
    link,
    listing,
    map_import,
    notify,
    nowcast,
    phases,
    quality,
    quarantine,
    release,
    revisions,
    root_cause,
    run,
    serve,
    silence,
    simulate,
    thresholds,
    token,
    user,
)
from openmbi.doors.cli.help_panels import use_folded_help
from openmbi.doors.cli.interrupts import keep_interrupts
from openmbi.doors.cli.language import here

use_folded_help()
app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=here(
        Text(
            "制造业大数据指数：从第三方原始记录到指数、红绿灯与原因。\n\n退出码：0 正常；1 程序错误；2 用法错误；3 数据或设置有误（未作任何改动）；"
            "4 已完成但有隔离行（--strict）；5 未能复现；6 已完成但有数据通道告警；130 中断。",
            "Manufacturing big-data index: from raw third-party records to an index, lights and reasons.\n\nExit codes: 0 done; 1 a bug; 2 wrong usage; "
            "3 data or settings are wrong (nothing was changed); 4 done, with quarantined rows (--strict); 5 not reproduced; "
            "6 done, but a feed has an alarm; 130 interrupted.",
        )
    ),
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"mbi {__version__}")
        raise typer.Exit


@app.callback()
def common(
    context: typer.Context,
    bureau: Annotated[
        Path,
        typer.Option(
            "--bureau",
            "-b",
            envvar="MBI_BUREAU",
            file_okay=False,
            help=here(Text("使用单位目录，缺省为当前目录", "the bureau's folder; the current one if not said")),
        ),
    ] = Path(),
    lang: Annotated[
        Language | None,
        typer.Option(
            "--lang", help=here(Text("输出语言，缺省取 MBI_LANG 或系统语言", "language; else MBI_LANG or the system's"))
        ),
    ] = None,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help=here(Text("显示版本", "show the version"))),
    ] = False,
) -> None:
    """Keep what every command needs."""
    del lang, version  # `lang` is read before the texts of the commands are made; see language.py
    keep_interrupts()
    context.obj = bureau


for group in (
    init,
    simulate,
    ingest,
    run,
    explain,
    root_cause,
    figures,
    growth,
    revisions,
    phases,
    thresholds,
    enterprise,
    alerts,
    notify,
    feeds,
    compare,
    diagnose,
    audit,
    backtest,
    nowcast,
    quality,
    bulletin,
    calendar,
    serve,
    listing,
    doctor,
):
    group.register(app)
app.add_typer(case.app, name="case")
app.add_typer(silence.app, name="silence")
app.add_typer(map_import.app, name="map")
app.add_typer(quarantine.app, name="quarantine")
app.add_typer(release.app, name="release")
app.add_typer(link.app, name="link")
app.add_typer(user.app, name="user")
app.add_typer(token.app, name="token")
