from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import yaml

from openmbi.catalog.loader import SHIPPED
from openmbi.core.problems import Problem
from openmbi.core.tables import DayClass
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


def test_a_run_takes_the_calendar_as_it_was_known():
    day = np.array(["2020-01-31"], "M8[D]")
    moments = (datetime(2020, 1, 25, tzinfo=UTC), datetime(2020, 1, 27, tzinfo=UTC), None)
    found = [declarations_in_force(None, moment).calendar.day_class(day)[0] for moment in moments]
    assert found == [DayClass.WORKDAY, DayClass.SPRING_FESTIVAL, DayClass.SPRING_FESTIVAL]
