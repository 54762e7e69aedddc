"""`mbi simulate`: a simulated province or town as a new bureau, or events planted into a real file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openmbi.core.language import Text
from openmbi.doors.cli.console import out, print_json
from openmbi.doors.cli.init import Folder
from openmbi.doors.cli.language import here
from openmbi.doors.cli.options import Json
from openmbi.simulation.province.planting import Planting

if TYPE_CHECKING:
    from openmbi.flow import simulate as flow

TOWN = Text("改为只写一个小型模拟镇（60 户、800 日）", "write a small simulated town instead: 60 enterprises, 800 days")
PLANT = Text("改为在这个宽表 CSV 的副本中埋设事件", "plant events into a copy of this wide CSV file instead")
PLANTING = Text(
    "埋设该 YAML 文件所列的事件，代替通常的事件", "plant the events of this YAML file instead of the usual ones"
)
ZERO = Text("该文件以何值表示无用量", "how that file writes a reading of nothing")


def simulate(  # noqa: PLR0917  typer passes options by name
    folder: Folder,
    seed: Annotated[int, typer.Option(help=here(Text("随机种子", "seed of every random draw")))] = 1,
    enterprises: Annotated[int | None, typer.Option(help=here(Text("企业数", "number of enterprises")))] = None,
    days: Annotated[int | None, typer.Option(help=here(Text("天数", "number of days")))] = None,
    town: Annotated[bool, typer.Option("--town", help=here(TOWN))] = False,
    plant: Annotated[Path | None, typer.Option("--plant-into", metavar="FILE.csv", help=here(PLANT))] = None,
    zero: Annotated[str, typer.Option(help=here(ZERO))] = "0",
    planting: Annotated[Path | None, typer.Option("--planting", metavar="FILE.yml", help=here(PLANTING))] = None,
    json: Json = False,
) -> None:
    """Write the province, the town or the changed file."""
    from openmbi.flow import simulate as flow
    from openmbi.flow.planting_file import read_planting

    if town and planting:
        raise typer.BadParameter(
            here(Text("--planting 与 --town 不能同用", "--planting and --town exclude each other"))
        )
    events = read_planting(planting) if planting else None
    if plant:
        _tell_planted(*flow.plant_into(folder, plant, seed, zero, events), json)
        return
    size = (seed, enterprises, days)
    files = _town(folder, *size) if town else _province(folder, *size, events)
    if json:
        print_json({"bureau": str(folder), "files": files, "simulated": True})
        return
    said = Text(
        "已写入模拟数据 {folder}：{count} 个文件，埋设的事件见 truth.json",
        "wrote simulated data {folder}: {count} files; planted events are in truth.json",
    )
    out.print(here(said.fill(folder=folder, count=len(files))))


def _town(folder: Path, seed: int, enterprises: int | None, days: int | None) -> list[str]:
    from openmbi.flow import simulate as flow
    from openmbi.simulation.parameters import TownParameters

    usual = TownParameters(seed)
    sized = replace(usual, enterprises=_said(enterprises, usual.enterprises), days=_said(days, usual.days))
    return list(flow.simulate_town(folder, sized).files)


def _province(folder: Path, seed: int, enterprises: int | None, days: int | None, events: Planting | None) -> list[str]:
    from openmbi.flow import simulate as flow
    from openmbi.simulation.province.parameters import ProvinceParameters

    usual = ProvinceParameters(seed)
    sized = replace(
        usual, enterprises=_said(enterprises, usual.enterprises), days=_said(days, usual.days), planting=events
    )
    return flow.simulate_province(folder, sized)[1]


def _said(given: int | None, usual: int) -> int:
    return usual if given is None else given


def _tell_planted(changed: Path, planted: flow.Planted, json: bool) -> None:
    events = planted.truth["events"]
    if json:
        print_json({"file": str(changed), "events": events, "simulated": True})
        return
    said = Text(
        "已写入 {file}，埋设 {count} 个模拟事件，见同目录 truth.json；原文件未改动",
        "wrote {file} with {count} simulated events, told in truth.json beside it; the original was not changed",
    )
    out.print(here(said.fill(file=changed, count=len(events))))  # type: ignore[arg-type]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        help=here(
            Text(
                "写一个模拟省（21 市、31 行业、8 个领域，含真值文件），不需要任何数据集；也可在真实宽表中埋设事件。\n\n"
                "例：mbi simulate demo --seed 7；mbi simulate town --town；mbi simulate changed --plant-into daily.csv",
                "Write a simulated province (21 cities, 31 industries, 8 domains) with its truth; it needs no data set. Or plant events into a real file.\n\n"
                "Example: mbi simulate demo --seed 7; mbi simulate town --town; mbi simulate changed --plant-into daily.csv",
            )
        )
    )(simulate)
