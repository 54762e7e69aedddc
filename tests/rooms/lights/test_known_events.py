from datetime import date

import pytest

from openmbi.catalog.clusters import Cluster
from openmbi.catalog.events import KnownEvent, load_events
from openmbi.catalog.loader import Name
from openmbi.core.language import Text
from openmbi.core.tables import Level
from openmbi.lights.known_events import known_events, recent_window, where_cluster_is, where_is, with_events

SHIPPED = load_events(None)
NAME = Name(zh="台风“海燕”", en="Typhoon Haiyan")


def event(first: str, last: str, **more) -> KnownEvent:
    return KnownEvent(
        code=f"e{first}", name=NAME, kind="typhoon", first=date.fromisoformat(first), last=date.fromisoformat(last),
        citation=NAME, **more
    )  # fmt: skip


class Register:
    """Knows two events of C39 in 440600, and one of any place and industry."""

    both = (event("2018-09-16", "2018-09-17"), event("2018-09-30", "2018-10-02", approximate=True))
    every = (event("2018-09-20", "2018-09-20"),)

    def events_on(self, place, industry, first, last):
        listed = self.both * (place == "440600") * (industry in (None, "C39")) + self.every
        return [each for each in listed if each.first <= last and first <= each.last]


def said(where, first="2018-09-01", last="2018-09-30") -> list[str]:
    return [text.zh for text in known_events(Register(), where, (date.fromisoformat(first), date.fromisoformat(last)))]


def test_events_are_said_with_their_days_in_order_and_once():
    assert said([("440600", "C39"), ("440600", None)]) == [
        "已知事件：台风“海燕”，2018-09-16…17",
        "已知事件：台风“海燕”，2018-09-20",
        "已知事件：台风“海燕”，约 2018-09-30…10-02",
    ]
    assert said([("440100", None)]) == ["已知事件：台风“海燕”，2018-09-20"]
    assert said([("440600", "C39")], last="2018-09-15") == []


def test_days_over_new_year_are_written_out():
    register = Register()
    register.every = (event("2018-12-30", "2019-01-02"),)
    (text,) = known_events(register, [(None, None)], (date(2019, 1, 1), date(2019, 1, 9)))
    assert text.en == "known event: Typhoon Haiyan, 2018-12-30…2019-01-02"


def test_a_reason_is_followed_by_its_events():
    events = known_events(Register(), [("440600", "C39")], (date(2018, 9, 17), date(2018, 9, 20)))
    text = with_events(Text("下降", "a fall"), events)
    assert text.zh == "下降；已知事件：台风“海燕”，2018-09-16…17；已知事件：台风“海燕”，2018-09-20"
    assert text.en.startswith("a fall; known event: Typhoon Haiyan, 2018-09-16…17; ")
    assert with_events(Text("下降", "a fall"), ()) == Text("下降", "a fall")


@pytest.mark.parametrize(
    ("level", "code", "where"),
    [
        (Level.ZONE, "440000", ("440000", None)),
        (Level.CITY, "440600", ("440600", None)),
        (Level.COUNTY, "440604", ("440604", None)),
        (Level.INDUSTRY, "C39", (None, "C39")),
        (Level.INDUSTRY_GROUP, "C397", (None, "C397")),
        (Level.CELL, "440600-C39", ("440600", "C39")),
        (Level.SIZE_CLASS, "small", (None, None)),
        (Level.CLUSTER, "chips", (None, None)),
    ],
)
def test_where_a_group_is(level, code, where):
    assert where_is(level, code) == where


def test_a_cluster_is_in_each_of_its_places_and_industries():
    cluster = Cluster(code="c", name=NAME, citation=NAME, industries=("C38", "C39"), places=("440300", "440600"))
    assert len(where_cluster_is(cluster)) == 4
    assert where_cluster_is(cluster.model_copy(update={"places": ()})) == ((None, "C38"), (None, "C39"))


def test_the_window_is_that_of_the_recent_days(rules):
    assert recent_window(rules["meso_activity"], date(2018, 9, 28)) == (date(2018, 9, 1), date(2018, 9, 28))


@pytest.mark.parametrize(("code", "found"), [("440600", True), ("445100", False), ("440000", True), ("town", False)])
def test_the_shipped_register_knows_whom_a_typhoon_met(code, found):
    texts = known_events(SHIPPED, [where_is(Level.CITY, code)], (date(2018, 9, 1), date(2018, 9, 28)))
    assert any("山竹" in text.zh for text in texts) is found
