"""`mbi init`: a new bureau's folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from openmbi.core.language import Text
from openmbi.doors.cli.console import out, print_json
from openmbi.doors.cli.language import here
from openmbi.doors.cli.options import Json, now

Folder = Annotated[Path, typer.Argument(help=here(Text("新目录", "the new folder")))]


def init(  # noqa: PLR0917  typer passes options by name
    folder: Folder,
    zone: Annotated[str, typer.Option(help=here(Text("区域名称（中文）", "name of the zone, in Chinese")))] = "本区",
    zone_en: Annotated[
        str, typer.Option(help=here(Text("区域名称（英文）", "name of the zone, in English")))
    ] = "our zone",
    code: Annotated[
        str, typer.Option(help=here(Text("区域代码（GB/T 2260）", "code of the zone, GB/T 2260")))
    ] = "000000",
    base_year: Annotated[
        int | None, typer.Option(help=here(Text("基期年份，缺省为上一年", "base year; last year if not said")))
    ] = None,
    json: Json = False,
) -> None:
    """Write the folder and say what to do next."""
    from openmbi.flow.scaffold import Blueprint, write_bureau

    blueprint = Blueprint(
        name=Text(f"{zone}监测台", f"Monitoring desk of {zone_en}"),
        zone=Text(zone, zone_en),
        code=code,
        source="power",
        base_year=base_year or now().year - 1,
    )
    written = write_bureau(folder, blueprint)
    if json:
        print_json({"bureau": str(folder), "files": [str(path) for path in written]})
        return
    out.print(here(Text("已建立 {folder}：", "made {folder}:").fill(folder=folder)))
    for path in written:
        out.print(f"  {path}")
    out.print(
        here(
            Text(
                "下一步：cd {folder}，把文件放入 incoming/daily（日用电量）、incoming/late（补报）、incoming/register（企业名录），"
                "再执行 mbi ingest 和 mbi run",
                "next: cd {folder}, put files into incoming/daily (daily electricity), incoming/late (late readings), incoming/register (enterprises), "
                "then give mbi ingest and mbi run",
            ).fill(folder=folder)
        )
    )


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        help=here(
            Text(
                "新建使用单位目录。\n\n例：mbi init my-bureau --zone 某某高新区 --base-year 2025",
                "Make a new bureau's folder.\n\nExample: mbi init my-bureau --zone-en 'High-tech zone' --base-year 2025",
            )
        )
    )(init)
