from pathlib import Path

import pytest
import yaml

from openmbi.catalog.loader import SHIPPED
from openmbi.core.problems import Problem
from openmbi.flow.in_force import declarations_in_force, without_shipped_events


def test_a_run_names_the_palette_that_cannot_show_its_lights(tmp_path: Path):
    content = yaml.safe_load((SHIPPED / "palettes/risk.yml").read_text(encoding="utf-8"))
    del content["yellow"]
    (tmp_path / "palettes").mkdir()
    (tmp_path / "palettes/risk.yml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    with pytest.raises(Problem, match=r"cannot show the rule “zone_activity”.* lacks yellow") as caught:
        declarations_in_force(tmp_path)
    assert caught.value.code == "catalog.palette"


def test_a_score_rule_of_the_bureau_does_not_disturb_a_run(tmp_path: Path):
    own = (SHIPPED / "lights/cycle5.yml").read_text(encoding="utf-8").replace("code: cycle5", "code: own")
    (tmp_path / "lights").mkdir()
    (tmp_path / "lights/own.yml").write_text(own, encoding="utf-8")
    assert declarations_in_force(tmp_path) == declarations_in_force(None)


def test_a_simulated_place_knows_its_own_events_alone(tmp_path: Path):
    (tmp_path / "events").mkdir()
    shipped = next(iter(sorted((SHIPPED / "events").glob("*.yml"))))
    content = yaml.safe_load(shipped.read_text(encoding="utf-8")) | {"code": "own_event"}
    (tmp_path / "events/own_event.yml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    everything = declarations_in_force(tmp_path)
    assert len(everything.events.events) > 1
    assert [event.code for event in without_shipped_events(everything).events.events] == ["own_event"]
