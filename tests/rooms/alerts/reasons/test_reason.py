"""The whole document of reasons: what is known is said, what is not known is null."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from math import nan

import pytest

from openmbi.alerts.reasons.context import AlertContext, Intensity, IntensityBasis, Member, NamedCause, Peers
from openmbi.alerts.reasons.reason import reason_document
from openmbi.catalog.events import load_events
from openmbi.core.alerts import Alert, Direction
from openmbi.core.language import Text
from openmbi.core.root_causes import RootCause
from openmbi.core.tables import Level


def said(document: dict, about: str) -> list[str]:
    return [one["text"]["en"] for one in document["sentences"] if one["about"] == about]


def test_headline_and_size_are_those_of_the_first_source(alert: Alert, context: AlertContext):
    document = reason_document(alert, context)
    assert (
        document["headline"]["en"]
        == "Works A: electricity use −40.0% against expected, since 2024-12-27, found on 2025-01-05"
    )
    assert document["headline"]["zh"] == "甲厂：用电量较预期 −40.0%，自 2024-12-27 起，2025-01-05 检出"
    size = document["size"]
    assert (size["gap_a_day"], size["total"], size["days"]) == ("-4000", "-40000", 10)
    assert (size["money_a_day"], size["money_total"]) == ("-6000", "-60000")
    assert said(document, "size")[1] == (
        "at CNY 1.50 of value added a kWh by its own accounts of 2023, about 6,000 CNY of value added a day"
    )


def test_one_day_is_not_added_up_in_words(alert: Alert, context: AlertContext):
    at_once = replace(alert, since=alert.found_on)
    assert said(reason_document(at_once, context), "size")[0] == "4,000 kWh a day below what was expected"
    assert "10 days until it was found, about 40,000 kWh" in said(reason_document(alert, context), "size")[0]


def test_a_gap_of_a_stock_is_not_added_up(alert: Alert, context: AlertContext):
    persons = replace(alert, sources=alert.sources[2:])
    size = reason_document(persons, context)["size"]
    assert (size["gap_a_day"], size["total"], size["money_a_day"]) == ("2.0", None, None)


def test_sources_agree_or_not(alert: Alert, context: AlertContext):
    document = reason_document(alert, context)
    assert [one["says"]["code"] for one in document["sources"]] == ["same", "same", "otherwise"]
    assert [one["change"] for one in document["sources"]] == ["-40.0", "-60.0", "1.0"]
    use = document["sources"][0]
    assert [(one["level"], one["moved"]) for one in use["common"]] == [("zone", "-4.9"), ("cell", "-5.8")]
    assert use["own"] == "-33.0"
    assert said(document, "source")[-1] == "2 of 3 sources with readings agree with the alert"
    faint = replace(alert.sources[1], p_value=0.2)
    doubtful = replace(alert, sources=(alert.sources[0], faint, replace(faint, own=nan)))
    assert [one["says"]["code"] for one in reason_document(doubtful, context)["sources"]] == [
        "same",
        "faint",
        "unknown",
    ]


def test_a_source_without_readings_has_null_figures(alert: Alert, context: AlertContext):
    silent = replace(alert, sources=(replace(alert.sources[0], observed=nan, own=nan),))
    document = reason_document(silent, context)
    assert document["headline"]["en"].startswith("Works A: no readings of electricity use")
    assert (document["sources"][0]["observed"], document["sources"][0]["change"], document["size"]) == (
        None,
        None,
        None,
    )
    nothing_expected = replace(alert, sources=(replace(alert.sources[0], expected=0.0),))
    assert reason_document(nothing_expected, context)["sources"][0]["change"] is None
    json.dumps(document, allow_nan=False)


def test_peers_tell_where_to_look(alert: Alert, context: AlertContext):
    document = reason_document(alert, context)
    peers = document["peers"]
    assert (peers["count"], peers["median"], peers["alike"], peers["rank"], peers["shared"]) == (4, "-13.5", 2, 2, True)
    assert "shared cause" in said(document, "peers")[1]
    assert context.peers is not None
    alone = replace(context, peers=replace(context.peers, changes=(-0.02, 0.01, 0.3, -0.19)))
    told = reason_document(alert, alone)
    assert (told["peers"]["alike"], told["peers"]["rank"], told["peers"]["shared"]) == (0, 1, False)
    rising = reason_document(replace(alert, direction=Direction.UP), alone)
    assert rising["peers"]["alike"] == 0


def test_too_few_peers_are_not_compared(alert: Alert, context: AlertContext):
    assert context.peers is not None
    few = replace(context, peers=replace(context.peers, changes=(0.1, 0.2)))
    document = reason_document(alert, few)
    assert document["peers"] is None
    assert said(document, "peers") == ["fewer than 3 peers to compare with"]
    assert reason_document(alert, replace(context, peers=None))["peers"] is None


def test_the_calendar_names_holidays_and_the_festival(alert: Alert, context: AlertContext):
    calendar = reason_document(alert, context)["calendar"]
    assert (calendar["days_off"], calendar["makeup_workdays"]) == (1, 0)
    assert [name["zh"] for name in calendar["holidays"]] == ["元旦"]
    assert (calendar["since_from_new_year"], calendar["found_from_new_year"]) == (-33, -24)
    assert calendar["in_festival_window"]
    over = replace(alert, since=date(2025, 1, 26), found_on=date(2025, 2, 8))
    told = reason_document(over, context)
    assert (told["calendar"]["days_off"], told["calendar"]["makeup_workdays"]) == (8, 2)
    assert "3 days before the Spring Festival (2025-01-29)" in said(told, "calendar")[2]
    plain = replace(alert, since=date(2025, 7, 1), found_on=date(2025, 7, 9))
    assert said(reason_document(plain, context), "calendar") == ["no holiday and no make-up workday among them"]


def test_a_holiday_of_the_turn_of_the_year_has_its_name(alert: Alert, context: AlertContext):
    turn = replace(alert, since=date(2018, 12, 28), found_on=date(2018, 12, 31))
    calendar = reason_document(turn, context)["calendar"]
    assert [name["zh"] for name in calendar["holidays"]] == ["元旦"]
    assert calendar["days_off"] == 2


def test_events_stand_by_their_first_day(alert: Alert, context: AlertContext):
    events = load_events(None).events
    document = reason_document(alert, replace(context, events=(events[-1], events[0])))
    assert [one["code"] for one in document["events"]] == [events[0].code, events[-1].code]
    assert len(said(document, "events")) == 2
    assert said(reason_document(alert, context), "events") == ["no event on the register touches it"]


def test_root_causes_are_named(alert: Alert, context: AlertContext, members: tuple[Member, ...]):
    found = RootCause((("city", "440600"), ("industry", "C30")), 80.0, 160.0, -0.5, 0, 3, 12.0)
    cause = NamedCause((Text("佛山市", "Foshan"), Text("陶瓷", "ceramics")), found)
    document = reason_document(alert, replace(context, members=members, root_causes=(cause,)))
    assert document["root_causes"] == [
        {
            "name": {"zh": "佛山市 × 陶瓷", "en": "Foshan × ceramics"},
            "change": "-50.0",
            "expected": "160",
            "observed": "80.0",
            "leaves": 3,
        }
    ]
    assert (
        said(document, "members")[-1]
        == "root cause: Foshan × ceramics below expectation by 50.0% as a whole, 80.0 kWh a day"
    )


def test_the_group_that_covers_it_comes_first(alert: Alert, context: AlertContext):
    covered = replace(context, covered_by=Text("佛山市", "Foshan"))
    assert reason_document(alert, covered)["sentences"][0]["about"] == "cover"


def test_money_needs_electricity(alert: Alert, context: AlertContext):
    freight = replace(alert, sources=alert.sources[1:2])
    industry = replace(context, intensity=Intensity(2.0, 2022, IntensityBasis.INDUSTRY))
    assert reason_document(freight, industry)["size"]["money_a_day"] is None
    assert "of its industry" in said(reason_document(alert, industry), "size")[1]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_sentence_is_filled_in_both_languages(
    alert: Alert, context: AlertContext, members: tuple[Member, ...], language: str
):
    group = replace(alert, level=Level.CELL, subject="440600-C30")
    assert isinstance(context.peers, Peers)
    document = reason_document(group, replace(context, members=members))
    texts = [one["text"][language] for one in document["sentences"]]
    assert all(text and "{" not in text and "nan" not in text for text in texts)
    assert len(texts) == len(set(texts))
