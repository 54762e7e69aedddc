"""An alert and a standing survive the way into JSON and back."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import date

import pytest

from openmbi.core.alert_documents import alert_document, alert_of, standing_document, standing_of
from openmbi.core.alerts import Alert, Channel, Direction, SourceEvidence, Standing
from openmbi.core.tables import Colour, Level

POWER = SourceEvidence("use_kwh", "kWh", 1200.0, 300.5, -1.38, ((Level.ZONE, -0.01), (Level.CELL, 0.2)), 1e-7)
ALERT = Alert(
    level=Level.ENTERPRISE,
    subject="91440101MA000001",
    found_on=date(2026, 1, 2),
    since=date(2025, 12, 28),
    direction=Direction.DOWN,
    channels=(Channel.LEVEL, Channel.JOINT),
    sources=(POWER, replace(POWER, indicator="freight_trips", unit="trips")),
    p_value=1e-7,
    q_value=0.003,
    stratum="C39",
    colour=Colour.RED,
    covered_by=(Level.CELL, "440600-C39"),
    known_events=("typhoon-2025",),
)


@pytest.mark.parametrize("alert", [ALERT, replace(ALERT, covered_by=None, known_events=(), sources=())])
def test_an_alert_survives_json(alert: Alert):
    written = json.dumps(alert_document(alert), allow_nan=False)
    assert alert_of(json.loads(written)) == alert


def test_what_is_unknown_is_null_and_comes_back_as_not_a_number():
    unread = replace(ALERT, sources=(replace(POWER, observed=math.nan),), p_value=math.nan)
    document = alert_document(unread)
    assert document["sources"][0]["observed"] is None
    back = alert_of(document)
    assert math.isnan(back.sources[0].observed)
    assert math.isnan(back.p_value)


def test_a_standing_survives_json():
    standing = Standing(Level.CELL, "440600-C39", date(2026, 1, 2), -0.07, 3)
    assert standing_of(json.loads(json.dumps(standing_document(standing)))) == standing
    blind = standing_document(replace(standing, deviation=math.nan))
    assert blind["deviation"] is None
    assert math.isnan(standing_of(blind).deviation)
