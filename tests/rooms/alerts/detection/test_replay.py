"""What is found in a small invented province, on which day, and what is not."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from tests.rooms.alerts.detection.conftest import FIRST, NOISE, Town, town

from openmbi.alerts.detection.episodes import Ending
from openmbi.alerts.detection.replay import KnownCase, Replayed
from openmbi.alerts.detection.watch import Explained
from openmbi.core.alerts import Channel, Direction
from openmbi.core.tables import Colour, Level

START = 145


def enterprises(made):
    return [one.alert for one in made.followed if one.alert.level is Level.ENTERPRISE]


@pytest.fixture(scope="module")
def several() -> tuple[Town, Replayed]:
    """A province in which enterprises far from each other have something happen to them, each of its own kind, and what was found. Read only."""
    made = town()
    stops, declines, comes_back = made.row(2, 1), made.row(0, 3), made.row(1, 1)
    made.idle[stops, 165:] = True
    made.level[stops, 165:] = np.nan
    made.level[declines, 145:] -= (0.008 * np.arange(60)).astype(np.float32)
    made.level[comes_back, 155:167] -= 0.8
    left = made.row(3, 0)
    made.level[left, 170:] = np.nan
    stop = made.members.stop
    assert stop is not None
    stop[left] = 170
    in_a_case, again, same_day = made.row(0, 1), made.row(2, 0), made.row(3, 3)
    made.level[in_a_case, 125:] -= 0.4
    made.level[again, 150:165] -= 0.8
    made.level[again, 185:] -= 0.8
    made.level[same_day, 150:152] -= 0.8
    cases = (
        KnownCase(Level.ENTERPRISE, made.code(in_a_case), found=129, began=125),
        KnownCase(Level.ENTERPRISE, made.code(again), 150, 150, closed=180, ending=Ending.CONFIRMED),
        KnownCase(Level.ENTERPRISE, made.code(same_day), 150, 150, closed=150, ending=Ending.NO_EVENT),
    )
    return made, made.replayed(START, cases)


def test_in_a_quiet_province_hardly_anything_is_found(quiet: Town):
    """480 enterprises × 60 days without an event: the rate allows for about one."""
    assert len(quiet.replayed(START).followed) <= 2


def test_a_stop_is_found_on_its_first_day_and_told(several: tuple[Town, Replayed]):
    province, made = several
    row = province.row(2, 1)
    (alert,) = [one for one in enterprises(made) if one.subject == province.code(row)]
    assert alert.found_on == FIRST + timedelta(165) == alert.since
    assert alert.direction is Direction.DOWN
    assert alert.colour is Colour.RED  # it has lasted for more than a fortnight
    assert alert.sources[0].observed == 0
    usual = float(np.exp(province.level[row, 130:165].mean()))
    assert alert.sources[0].expected == pytest.approx(usual, rel=0.05)
    (standing,) = [one for one in made.standings if one.subject == province.code(row)]
    assert standing.inside_days == 0
    assert standing.deviation == pytest.approx(-4.0, abs=0.1)


def test_a_slow_decline_is_found_after_weeks(several: tuple[Town, Replayed]):
    province, made = several
    (alert,) = [one for one in enterprises(made) if one.subject == province.code(province.row(0, 3))]
    assert 5 <= (alert.found_on - FIRST).days - 145 <= 40
    assert abs((alert.since - FIRST).days - 145) <= 15


def test_the_event_of_a_cell_is_one_alert(quiet: Town):
    rows = slice(quiet.row(1, 2), quiet.row(1, 3))
    quiet.level[rows, 170:] -= 0.35
    made = quiet.replayed(START)
    groups = [one.alert for one in made.followed if one.alert.level is not Level.ENTERPRISE]
    assert [(one.level, one.subject, (one.found_on - FIRST).days) for one in groups] == [
        (Level.CELL, "440200-C15", 170)
    ]
    members = {quiet.code(row) for row in range(rows.start, rows.stop)}
    loose = [one for one in enterprises(made) if one.subject in members and one.covered_by is None]
    assert loose == []
    assert groups[0].sources[0].change == pytest.approx(np.expm1(-0.35), abs=0.05)


def test_one_that_stays_while_its_cell_falls_has_not_moved(quiet: Town):
    rows = np.arange(quiet.row(1, 2), quiet.row(1, 3))
    quiet.level[rows[1:], 170:] -= 0.5
    made = quiet.replayed(START)
    assert quiet.code(int(rows[0])) not in {one.subject for one in enterprises(made)}


def test_what_all_do_is_no_alert_of_any_enterprise(quiet: Town):
    quiet.level[:, 175:] -= 0.3
    made = quiet.replayed(START)
    assert len(enterprises(made)) <= 2
    assert [one.alert.level for one in made.followed if one.alert.level is Level.ZONE] == [Level.ZONE]


def test_a_known_event_is_no_alert(quiet: Town):
    struck = quiet.members.cell == 9
    quiet.level[struck, 175:177] -= 0.6
    bare = [one.alert for one in quiet.replayed(START).followed]
    assert quiet.members.cells[9] in {one.subject for one in bare}
    quiet.explained = [Explained("storm", 175, 176, struck, np.zeros(8, bool), np.arange(16) == 9, zone=False)]
    told = [one.alert for one in quiet.replayed(START).followed]
    assert quiet.members.cells[9] not in {one.subject for one in told}
    assert not {quiet.code(row) for row in np.flatnonzero(struck)} & {one.subject for one in told}


def test_a_move_to_another_plant_of_the_owner_is_a_relocation(quiet: Town):
    falls, rises = quiet.row(0, 0), quiet.row(3, 3)
    owner = quiet.members.owner.copy()
    owner[[falls, rises]] = 0
    owner[quiet.row(1, 0) : quiet.row(1, 0) + 40] = np.repeat(np.arange(1, 21), 2)
    quiet.members = replace(quiet.members, owner=owner)
    quiet.level[falls, 160:] -= 0.13
    quiet.level[rises, 160:] += 0.13
    alone = [one for one in enterprises(quiet.replayed(START)) if one.subject == quiet.code(falls)]
    assert alone
    assert Channel.RELOCATION in alone[0].channels


def test_two_sources_that_agree_are_red_at_once():
    both = town(seed=8, other=True)
    assert both.other is not None
    row = both.row(2, 2)
    both.level[row, 185:] -= 0.6
    both.other[row, 185:] -= 1.2
    (alert,) = [one for one in enterprises(both.until(187).replayed(START)) if one.subject == both.code(row)]
    assert alert.colour is Colour.RED
    assert {one.indicator for one in alert.sources} == {"use_kwh", "freight_t"}


@pytest.mark.parametrize(
    ("falls", "alone", "channel", "first"),
    [
        ((0.22, 0.44), False, Channel.JOINT, "use_kwh"),
        ((0.15, 0.5), False, Channel.JOINT, "use_kwh"),
        ((0.15, 0.5), True, Channel.LEVEL, "freight_t"),
    ],
    ids=str,
)
def test_of_sources_that_were_found_together_electricity_comes_first(
    falls: tuple[float, float], alone: bool, channel: Channel, first: str
):
    """Freight goes farther, in its own scales, each time; the last time it is found by itself."""
    both = town(seed=8, other=True)
    assert both.other is not None
    row = both.row(2, 2)
    both.level[row, 185:] -= falls[0]
    both.other[row, 185:] -= falls[1]
    both = both.until(187)
    both.parameters = replace(both.parameters, others_alone=alone)
    made = both.replayed(START)
    (alert,) = [one for one in enterprises(made) if one.subject == both.code(row)]
    assert made.watch.enterprises.episodes.standing[row].track == 1
    assert (alert.channels[0], alert.sources[0].indicator) == (channel, first)
    assert {one.indicator for one in alert.sources} == {"use_kwh", "freight_t"}


@pytest.mark.parametrize("alone", [False, True])
def test_a_source_that_does_not_lead_raises_no_alert_by_itself_unless_declared(alone: bool):
    """Freight falls while electricity stays; of another enterprise only freight is known, so that it leads there."""
    both = town(seed=8, other=True)
    assert both.other is not None
    covered, bare = both.row(2, 2), both.row(1, 2)
    both.other[[covered, bare], 185:] -= 1.2
    both.level[bare] = np.nan
    both.bare = bare
    both = both.until(187)
    both.parameters = replace(both.parameters, others_alone=alone)
    found = {one.subject for one in enterprises(both.replayed(START))}
    assert (both.code(covered) in found) == alone
    assert both.code(bare) in found


def test_a_meter_that_falls_silent_is_found(quiet: Town):
    row = quiet.row(3, 0)
    rng = np.random.default_rng(1)
    quiet.level[rng.random(quiet.level.shape) < 0.02] = np.nan
    quiet.level[row, 170:] = np.nan
    (alert,) = [one for one in enterprises(quiet.replayed(START)) if one.subject == quiet.code(row)]
    assert alert.channels[0] is Channel.SILENCE
    assert 9 <= (alert.found_on - FIRST).days - 170 <= 13


def test_one_that_left_the_register_is_not_missed(several: tuple[Town, Replayed]):
    province, made = several
    assert province.code(province.row(3, 0)) not in {one.subject for one in enterprises(made)}


def test_an_alert_ends_when_the_data_are_back(several: tuple[Town, Replayed]):
    province, made = several
    (one,) = [one for one in made.followed if one.alert.subject == province.code(province.row(1, 1))]
    assert one.ended is not None
    assert 167 + 6 <= one.ended <= 167 + 10
    assert one.standing.inside_days >= 7


def test_later_days_alter_no_earlier_alert(quiet: Town):
    for row, first in ((quiet.row(0, 1), 150), (quiet.row(2, 3), 169), (quiet.row(3, 3), 188)):
        quiet.level[row, first:] -= 0.7
    whole = {(one.alert.subject, one.alert.found_on, one.alert.p_value) for one in quiet.replayed(START).followed}
    part = {
        (one.alert.subject, one.alert.found_on, one.alert.p_value) for one in quiet.until(180).replayed(START).followed
    }
    assert part == {each for each in whole if each[1] < FIRST + timedelta(180)}
    assert len(part) >= 2


def test_the_subject_of_an_open_case_stands_against_what_it_was_before(several: tuple[Town, Replayed]):
    province, made = several
    code = province.code(province.row(0, 1))
    (standing,) = [one for one in made.standings if one.subject == code]
    assert standing.deviation == pytest.approx(-0.4, abs=0.1)
    assert code not in {one.alert.subject for one in made.followed}


@pytest.mark.parametrize(("ending", "latest"), [(Ending.NEW_LEVEL, 195), (Ending.NO_EVENT, 202)])
def test_what_has_not_come_back_when_its_case_is_closed_is_its_level(quiet: Town, ending: Ending, latest: int):
    """A fall of 40 % that was no event teaches to ask for more: the next one is found some days later."""
    row = quiet.row(2, 0)
    quiet.level[row, 110:] -= 0.4
    case = KnownCase(Level.ENTERPRISE, quiet.code(row), found=113, began=110, closed=135, ending=ending)
    quiet.level[row, 195:] -= 0.6
    made = quiet.replayed(START, (case,))
    (again,) = [one.alert for one in made.followed if one.alert.subject == quiet.code(row)]
    assert 195 <= (again.found_on - FIRST).days <= latest


def test_a_subject_that_is_back_is_watched_again_at_once(several: tuple[Town, Replayed]):
    province, made = several
    code = province.code(province.row(2, 0))
    again = [one.alert for one in made.followed if one.alert.subject == code and one.ended is None]
    assert [(one.found_on - FIRST).days for one in again] == [185]


def test_a_case_closed_on_the_day_on_which_it_was_opened_is_over(several: tuple[Town, Replayed]):
    province, made = several
    row = province.row(3, 3)
    assert row not in made.watch.enterprises.episodes.standing
    assert [one.ended for one in made.followed if one.alert.subject == province.code(row)] == [150]


def test_who_stands_still_from_the_first_day_moves_nobody(quiet: Town):
    rows = [quiet.row(0, 0), quiet.row(3, 3)]
    quiet.idle[rows] = True
    quiet.level[rows] = np.nan
    moves = [each[0].zone for each in quiet.until(60).replayed(START).watch.moves]
    assert max(np.abs(moves)) < 0.02


def test_a_day_that_moves_the_many_apart_is_judged_by_what_it_does_to_all(quiet: Town):
    """A holiday that nobody foresaw: everybody deviates, by chance, four times as far as usual; one goes much farther."""
    rng = np.random.default_rng(4)
    row = quiet.row(2, 2)
    quiet.level[:, 175] += rng.normal(0, 4 * NOISE, len(quiet.level)).astype(np.float32)
    quiet.level[row, 175] -= 3
    found = [one.subject for one in enterprises(quiet.replayed(START)) if one.found_on == FIRST + timedelta(175)]
    assert quiet.code(row) in found
    assert len(found) <= 2
