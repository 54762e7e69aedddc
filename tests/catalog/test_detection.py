from datetime import date
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from openmbi.alerts.detection.parameters import DetectionParameters
from openmbi.catalog.detection import DetectionRules, load_detection
from openmbi.catalog.loader import SHIPPED
from openmbi.core.language import Language
from openmbi.core.problems import Problem
from openmbi.flow.detect import PARAMETERS
from openmbi.flow.detection_parameters import parameters_in_force
from openmbi.flow.in_force import declarations_in_force

TODAY = date(2026, 1, 5)


def content() -> dict[str, Any]:
    return load_detection(None).model_dump()


def changed(**fields: Any) -> dict[str, Any]:
    whole = content()
    return whole | {"parameters": [whole["parameters"][0] | fields]}


def test_what_is_shipped_is_what_detection_goes_by():
    in_force = declarations_in_force(None)
    assert (
        parameters_in_force(in_force, np.array(["2026-01-05"], "datetime64[D]")) == DetectionParameters() == PARAMETERS
    )


def test_a_later_entry_holds_from_its_day():
    whole = content()
    later = whole["parameters"][0] | {"valid_from": date(2026, 1, 1), "false_discovery_rate": 0.05}
    rules = DetectionRules.model_validate(whole | {"parameters": [*whole["parameters"], later]})
    rates = [rules.in_force(day).false_discovery_rate for day in (date(1999, 1, 1), date(2025, 12, 31), TODAY)]
    assert rates == [0.10, 0.10, 0.05]


def test_a_bureau_may_declare_its_own(tmp_path):
    folder = tmp_path / "detection"
    folder.mkdir()
    shipped = DetectionRules.model_validate(changed(least_of_enterprises=0.2))
    (folder / "rules.yml").write_text(shipped.model_dump_json(), encoding="utf-8")
    assert load_detection(tmp_path).in_force(TODAY).least_of_enterprises == 0.2
    days = np.array(["2026-01-05"], "datetime64[D]")
    assert parameters_in_force(declarations_in_force(tmp_path), days).least_of_enterprises == 0.2


@pytest.mark.parametrize(
    "fields",
    [
        {"lags": [3, 7, 14, 28]},
        {"lags": [1, 7, 3, 14]},
        {"lags": [1, 3, 7]},
        {"needed_days": 91},
        {"deep_festival": [3, 16]},
        {"deep_festival": [-12, 60]},
        {"false_discovery_rate": 0.0},
        {"alarms": 3},
        {"least_silence_days": 14},
        {"long_days": 10},
        {"pattern_days": 29},
        {"suspect": 3.0},
        {"judged_days": 366, "history_days": 515},
        {"history_days": 238},
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused(fields: dict[str, Any]):
    with pytest.raises(ValidationError):
        DetectionRules.model_validate(changed(**fields))


@pytest.mark.parametrize("fields", [{"least_silence_days": 13}, {"judged_days": 366, "history_days": 516}], ids=str)
def test_what_just_fits_is_taken(fields: dict[str, Any]):
    DetectionRules.model_validate(changed(**fields))


def test_a_silence_that_would_never_be_judged_is_told_to_who_declared_it(tmp_path):
    folder = tmp_path / "detection"
    folder.mkdir()
    shipped = (SHIPPED / "detection" / "rules.yml").read_text(encoding="utf-8")
    (folder / "rules.yml").write_text(
        shipped.replace("least_silence_days: 10", "least_silence_days: 20"), encoding="utf-8"
    )
    with pytest.raises(Problem) as told:
        load_detection(tmp_path)
    assert (told.value.code, told.value.field) == ("catalog.invalid", "parameters.0")
    assert "least_silence_days must be less than long_days" in told.value.say(Language.EN)


def test_a_wrong_field_is_told_with_its_line(tmp_path):
    folder = tmp_path / "detection"
    folder.mkdir()
    (folder / "rules.yml").write_text("code: rules\nname: {zh: 规则, en: rules}\nparameters: []\n", encoding="utf-8")
    with pytest.raises(Problem) as told:
        load_detection(tmp_path)
    assert (told.value.code, told.value.line) == ("catalog.invalid", 3)
