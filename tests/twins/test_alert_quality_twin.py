"""Quality counted in the plainest way, day by day and alert by alert, beside the room's own."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from openmbi.alerts.quality.episode_quality import episode_quality
from openmbi.alerts.quality.outcome_units import outcome_units
from openmbi.alerts.quality.past_bounds import bound_as_known
from openmbi.alerts.quality.past_probability import past_probabilities
from openmbi.alerts.quality.watch import Watch
from openmbi.core.alerts import Alert, Channel, Direction
from openmbi.core.quality import Episode, Judged, Part, Verdict, match
from openmbi.core.tables import Colour, Level

FIRST, DAYS, GRACE = date(2026, 1, 1), 200, 7
SUBJECTS = [f"e{number}" for number in range(12)]
WATCH = Watch(Level.ENTERPRISE, FIRST, FIRST + timedelta(days=DAYS - 1), len(SUBJECTS))


def day(number: int) -> date:
    return FIRST + timedelta(days=int(number))


def world(seed: int) -> tuple[list[Alert], list[Episode]]:
    rng = np.random.default_rng(seed)
    episodes = [
        Episode(
            level=Level.ENTERPRISE if rng.random() < 0.8 else Level.CELL,
            subject=str(rng.choice(SUBJECTS)),
            first=day(first := rng.integers(-20, DAYS)),
            last=None if rng.random() < 0.1 else day(first + rng.integers(0, 25)),
            kind=str(rng.choice(["shutdown", "spike"])),
            direction=None if rng.random() < 0.5 else Direction.DOWN,
            touches=frozenset({(Level.ENTERPRISE, str(rng.choice(SUBJECTS)))}) if rng.random() < 0.3 else frozenset(),
            sought=bool(rng.random() < 0.8),
        )
        for _ in range(14)
    ]
    alerts = [
        Alert(
            Level.ENTERPRISE, str(rng.choice(SUBJECTS)), found := day(rng.integers(0, DAYS)), found, Direction(rng.choice(["down", "up"])),
            (Channel.LEVEL,), (), float(rng.choice([1e-6, 1e-3])), float(rng.choice([0.01, 0.05, 0.1])), str(rng.choice(["s", "t"])),
            Colour(int(rng.choice([2, 3]))),
        )
        for _ in range(60)
    ]  # fmt: skip
    return alerts, episodes


def explains(episode: Episode, alert: Alert) -> bool:
    if episode.direction is not None and episode.direction != alert.direction:
        return False
    last = WATCH.last if episode.last is None else episode.last + timedelta(days=GRACE)
    return episode.first <= alert.found_on <= last


def plain_match(alerts: list[Alert], episodes: list[Episode]) -> list[tuple[Alert, Episode | None, Part | None]]:
    judged, found = [], []
    for alert in sorted(alerts, key=lambda one: (one.found_on, one.level, one.subject)):
        own = [e for e in episodes if (e.level, e.subject) == (alert.level, alert.subject) and explains(e, alert)]
        touching = [e for e in episodes if (alert.level, alert.subject) in e.touches and explains(e, alert)]
        other = [e for e in [*own, *touching] if not e.sought]
        own, touching = [e for e in own if e.sought], [e for e in touching if e.sought]
        new = [e for e in own if e not in found]
        if new:
            truth = max(new, key=lambda e: e.first)
            found.append(truth)
            judged.append((alert, truth, Part.FIRST))
        elif own:
            judged.append((alert, max(own, key=lambda e: e.first), Part.REPEAT))
        elif touching:
            judged.append((alert, max(touching, key=lambda e: e.first), Part.ECHO))
        elif other:
            judged.append((alert, max(other, key=lambda e: e.first), Part.OTHER))
        else:
            judged.append((alert, None, None))
    return judged


def is_struck(subject: str, when: date, episodes: list[Episode]) -> bool:
    return any(
        ((e.level, e.subject) == (Level.ENTERPRISE, subject) or (Level.ENTERPRISE, subject) in e.touches)
        and e.first <= when
        and (e.last is None or when <= e.last + timedelta(days=GRACE))
        for e in episodes
    )


@pytest.mark.parametrize("seed", range(6))
def test_quality_is_that_of_counting_day_by_day(seed: int):
    alerts, episodes = world(seed)
    judged, plain = match(alerts, episodes), plain_match(alerts, episodes)
    key = lambda one: (one[0].found_on, one[0].subject, one[0].p_value, str(one[2]))  # noqa: E731
    ours = [(one.alert, one.truth, one.part) for one in judged]
    assert [(one[0].key, one[1] and one[1].first, one[2]) for one in sorted(ours, key=key)] == [
        (one[0].key, one[1] and one[1].first, one[2]) for one in sorted(plain, key=key)
    ]
    found = episode_quality(judged, episodes, WATCH)
    quiet_days = sum(not is_struck(subject, day(number), episodes) for subject in SUBJECTS for number in range(DAYS))
    assert found.false_alarms.exposure == pytest.approx(quiet_days / 365.25 / 1000)
    assert found.false_alarms.count == sum(truth is None for _, truth, _ in plain)
    began = [
        e
        for e in episodes
        if e.sought and e.level is Level.ENTERPRISE and FIRST <= e.first <= WATCH.last - timedelta(days=GRACE)
    ]
    first_of = {truth: alert.found_on for alert, truth, part in plain if part is Part.FIRST}
    assert found.recall.whole == len(began)
    assert found.recall.part == sum(e in first_of for e in began)
    for kind, delays in found.delays.items():
        wanted = sorted((first_of[e] - e.first).days if e in first_of else np.inf for e in began if e.kind == kind)
        assert sorted(delays.days.tolist()) == wanted


@pytest.mark.parametrize("seed", range(6))
def test_units_are_those_of_looking_at_every_month(seed: int):
    alerts, episodes = world(seed)
    units = outcome_units(match(alerts, episodes), episodes, WATCH)
    months = sorted({(day(number).year, day(number).month) for number in range(DAYS)})
    quiet, alarmed = 0, 0
    false = [alert for alert, truth, _ in plain_match(alerts, episodes) if truth is None]
    for subject in SUBJECTS:
        for month in months:
            inside = [day(n) for n in range(DAYS) if (day(n).year, day(n).month) == month]
            if not any(is_struck(subject, when, episodes) for when in inside):
                quiet += 1
                alarmed += any(one.subject == subject and one.found_on in inside for one in false)
    assert (~units.event).sum() == quiet
    assert (units.strength[~units.event] > 0).sum() == alarmed


@pytest.mark.parametrize("seed", range(6))
def test_bounds_and_probabilities_are_those_of_trying_everything(seed: int):
    rng = np.random.default_rng(100 + seed)
    judged = [
        Judged(alert, None, Verdict(rng.choice(["confirmed", "false", "unverified"])), None, alert.found_on + timedelta(days=int(rng.integers(0, 60))))
        for alert in world(seed)[0]
    ]  # fmt: skip
    judged_from = day(140)
    known = [one for one in judged if one.verdict is not Verdict.UNVERIFIED and one.verdict_on < judged_from]
    bounds = []
    for bound in sorted({one.alert.q_value for one in known}):
        within = [one for one in known if one.alert.q_value <= bound]
        if len(within) >= 5 and sum(one.verdict is Verdict.FALSE for one in within) <= 0.45 * len(within):
            bounds.append(bound)
    wanted = max(bounds, default=np.nan)
    found = bound_as_known(judged, judged_from, target=0.45, fewest=5)
    np.testing.assert_equal(found.bound, wanted)
    stated = past_probabilities(judged, fewest=4)
    for one, probability in zip(judged, stated.tolist(), strict=True):
        np.testing.assert_equal(probability, plain_probability(one, judged))


def plain_probability(one: Judged, judged: list[Judged]) -> float:
    before = [e for e in judged if e.verdict is not Verdict.UNVERIFIED and e.verdict_on < one.alert.found_on]
    alike = [e for e in before if e.alert.colour is one.alert.colour]
    for group in ([e for e in alike if e.alert.stratum == one.alert.stratum], alike):
        if len(group) >= 4:
            return (sum(e.verdict is Verdict.CONFIRMED for e in group) + 0.5) / (len(group) + 1)
    return np.nan
