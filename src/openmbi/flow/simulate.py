"""`mbi simulate`: write a small simulated town as a bureau, with the files that its power company would hand over."""

from __future__ import annotations

import json
from pathlib import Path

from openmbi.core.language import Text
from openmbi.flow.scaffold import Blueprint, write_bureau
from openmbi.simulation.parameters import TownParameters
from openmbi.simulation.town import Town, town

NAME = Text("模拟镇工业局", "Simulated Town Bureau of Industry")
ZONE = Text("模拟镇", "Simulated Town")


def simulate(folder: Path, parameters: TownParameters) -> Town:
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
    for name, content in made.files.items():
        path = folder / "incoming" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / "truth.json").write_text(json.dumps(made.truth, ensure_ascii=False, indent=1), encoding="utf-8")
    return made
