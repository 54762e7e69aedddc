"""`mbi simulate`: write a simulated province or a small town as a bureau, with the files that its sources would hand over; or plant events into a file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.registry import package_folder
from openmbi.flow.known_events import known_event_files
from openmbi.flow.scaffold import Blueprint, refuse_filled, write_bureau
from openmbi.simulation.parameters import TownParameters
from openmbi.simulation.planting import Planted, plant
from openmbi.simulation.province.parameters import ProvinceParameters
from openmbi.simulation.province.planting import Planting
from openmbi.simulation.province.province import Province, draw_province, province_files, province_truth
from openmbi.simulation.town import Town, town

TEMPLATES = package_folder("openmbi.flow") / "province_templates"
NAME = Text("模拟镇工业局", "Simulated Town Bureau of Industry")
ZONE = Text("模拟镇", "Simulated Town")
PROVINCE_NAME = Text("广东省（模拟数据）监测台", "Monitoring desk of Guangdong (simulated data)")
PROVINCE_ZONE = Text("广东省（模拟）", "Guangdong (simulated)")


def simulate_town(folder: Path, parameters: TownParameters) -> Town:
    """Write the town; its truth file stands beside the incoming folder, not in it.

    Raises
    ------
    Problem
        `scaffold.not-empty` where the folder holds something already.
    """
    made = town(parameters)
    blueprint = Blueprint(
        name=NAME, zone=ZONE, code="999999", source="town_power", base_year=parameters.first.year + 1, simulated=True
    )
    write_bureau(folder, blueprint)
    _write(folder / "incoming", made.files.items())
    (folder / "truth.json").write_text(json.dumps(made.truth, ensure_ascii=False, indent=1), encoding="utf-8")
    return made


def simulate_province(folder: Path, parameters: ProvinceParameters) -> tuple[Province, list[str]]:
    """Write the province and return it with the names of its incoming files; the truth stands beside the incoming folder, not in it.

    Raises
    ------
    Problem
        `scaffold.not-empty` where the folder holds something already.
    """
    refuse_filled(folder)
    made = draw_province(parameters)
    blueprint = Blueprint(
        name=PROVINCE_NAME, zone=PROVINCE_ZONE, code="440000", source="power", base_year=parameters.base_year, simulated=True
    )  # fmt: skip
    write_bureau(folder, blueprint, TEMPLATES)
    _write(folder / "catalog" / "events", known_event_files(made.known_events(), made.clock))
    written = _write(folder / "incoming", province_files(made))
    _write(folder, province_truth(made))
    return made, written


def plant_into(
    folder: Path, file: Path, seed: int, zero: str, planting: Planting | None = None
) -> tuple[Path, Planted]:
    """Write a copy of a wide file with planted events, and their truth, into a new folder; the original is only read.

    Raises
    ------
    Problem
        `scaffold.not-empty`; `simulation.unreadable` where the file is not there or no text; `simulation.not-plantable`; what `plant` raises of a planting.
    """
    refuse_filled(folder)
    planted = plant(_text_of(file), seed, zero, planting)
    changed = folder / file.name
    _write(folder, [(file.name, planted.text.encode()), ("truth.json", _as_json(planted.truth))])
    return changed, planted


def _text_of(file: Path) -> str:
    try:
        content = file.read_bytes()
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return content.decode("gb18030")
    except (OSError, UnicodeDecodeError) as error:
        raise Problem(
            "simulation.unreadable",
            Text("无法读取：{detail}", "cannot be read: {detail}").fill(detail=error),
            Text("请指定 UTF-8 或 GB 18030 编码的 CSV 文件", "name a CSV file in UTF-8 or GB 18030"),
            file=file,
        ) from error


def _as_json(truth: dict[str, object]) -> bytes:
    return json.dumps(truth, ensure_ascii=False, indent=1).encode()


def _write(folder: Path, files: Iterable[tuple[str, bytes]]) -> list[str]:
    written = []
    for name, content in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        written.append(name)
    return written
