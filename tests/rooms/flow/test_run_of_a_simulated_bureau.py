from datetime import UTC, datetime
from pathlib import Path

import pytest

from openmbi.core.language import Text
from openmbi.flow import run
from openmbi.flow.bureau import load_bureau
from openmbi.flow.in_force import InForce
from openmbi.flow.scaffold import Blueprint, write_bureau

NOW = datetime(2024, 1, 1, tzinfo=UTC)


class Reached(Exception):
    """Computing has begun, with these declarations."""


def computed_with(folder: Path, monkeypatch: pytest.MonkeyPatch, *, simulated: bool) -> InForce:
    def compute(bureau: object, in_force: InForce, *rest: object, **named: object) -> None:
        raise Reached(in_force)

    monkeypatch.setattr(run, "compute", compute)
    name = Text("某区", "A zone")
    write_bureau(folder, Blueprint(name, name, "440000", "power", 2023, simulated=simulated))
    with pytest.raises(Reached) as reached:
        run.make(load_bureau(folder), as_of=NOW, now=NOW, step=lambda text: None)
    return reached.value.args[0]


def test_what_really_happened_explains_nothing_that_is_simulated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    real = computed_with(tmp_path / "real", monkeypatch, simulated=False)
    simulated = computed_with(tmp_path / "simulated", monkeypatch, simulated=True)
    assert len(real.events.events) > 3
    assert simulated.events.events == ()
