"""`mbi map`: the bureau's own reviewed map."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from openmbi.core.language import Text
from openmbi.doors.cli.console import out, print_json
from openmbi.doors.cli.language import here
from openmbi.doors.cli.options import Json, now, opened

app = typer.Typer(
    no_args_is_help=True,
    help=here(
        Text(
            "导入本单位自有的、已取得审图号的地图；没有地图时用方格示意图。\n\n"
            "例：mbi map import guangdong.geojson --review-number 粤S（2023）064号 --source 广东省自然资源厅",
            "Import the bureau's own map, which must have its review number (审图号); without one the tile grid stands.\n\n"
            "Example: mbi map import guangdong.geojson --review-number 粤S（2023）064号 --source 'Department of Natural Resources of Guangdong'",
        )
    ),
)
_FILE = Text(
    "GeoJSON 文件：每个地市一个面，属性 code 为行政区划代码",
    "GeoJSON: a polygon a city, its code of GB/T 2260 as `code`",
)
_NUMBER = Text("地图上印的审图号（必填）", "the review number printed on the map; needed")
_SOURCE = Text("地图的编制或提供单位（必填）", "who made or gave the map; needed")
_NAME_ZH = Text("地图名称；缺省为区域名称", "Chinese name of the map. Default: the zone's")
_NAME_EN = Text("英文名称", "English name of the map")


@app.callback()
def maps() -> None:
    """Keep `import` a command of its own."""


@app.command(
    "import",
    help=here(
        Text(
            "检查并导入地图，替换先前的；下次 mbi run 起显示。\n\n"
            "例：mbi map import guangdong.geojson --review-number 粤S（2023）064号 --source 广东省自然资源厅",
            "Check a map and import it, instead of the one before; the next `mbi run` draws it.\n\n"
            "Example: mbi map import guangdong.geojson --review-number 粤S（2023）064号 --source 'Department of Natural Resources'",
        )
    ),
)
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=here(_FILE))],
    *,
    review_number: Annotated[str, typer.Option("--review-number", help=here(_NUMBER))],
    source: Annotated[str, typer.Option("--source", help=here(_SOURCE))],
    name_zh: Annotated[str | None, typer.Option("--name-zh", help=here(_NAME_ZH))] = None,
    name_en: Annotated[str | None, typer.Option("--name-en", help=here(_NAME_EN))] = None,
    as_json: Json = False,
) -> None:
    """Import a map."""
    from openmbi.flow.maps import MapAsked, import_map

    bureau = opened(context)
    zone = bureau.settings.zone
    asked = MapAsked(file, review_number, Text(name_zh or zone.zh, name_en or zone.en), source)
    made = import_map(bureau, asked, today=now().date())
    if as_json:
        print_json(made.model_dump())
        return
    told = Text(
        "已导入，审图号 {number}；下次 mbi run 起显示", "imported, review number {number}; the next `mbi run` draws it"
    ).fill(number=made.review_number)
    out.print(escape(here(told)))
