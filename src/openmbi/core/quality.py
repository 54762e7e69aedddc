"""How right alerts were: what truly happened, alerts judged by it, and the lines of the false-discovery ledger. The rule of matching stands here alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from openmbi.core.alerts import Alert, Direction
from openmbi.core.tables import Colour, Level

GRACE_DAYS = 7  # so long after its last day an event is still in the week that is judged


class Verdict(StrEnum):
    """Whether an alert was right."""

    CONFIRMED = "confirmed"
    FALSE = "false"
    UNVERIFIED = "unverified"


class Part(StrEnum):
    """Which part an alert that was right has in finding what happened."""

    FIRST = "first"  # it found it
    REPEAT = "repeat"  # it had been found before
    ECHO = "echo"  # it is of a member, and the group's own event explains it


class Basis(StrEnum):
    """What says whether alerts were right."""

    FEEDBACK = "feedback"  # closed cases
    REPLAY = "replay"  # the truth of a simulation


@dataclass(frozen=True)
class Episode:
    """What truly happened to a subject from `first` to `last`, both included; `last` None: to the end.

    `kind`: as the truth file says. `direction`: where what happened moves the subject one way only. `touches`: other subjects (level, code) that it moves as a
    whole: the members of a group and the groups inside it; never a group that merely holds the subject.
    """

    level: Level
    subject: str
    first: date
    last: date | None
    kind: str
    direction: Direction | None = None
    touches: frozenset[tuple[Level, str]] = frozenset()


@dataclass(frozen=True)
class Judged:
    """An alert and whether it was right: by `truth`, of which it has a `part`; or, where `truth` is None, by its verdict alone.

    `verdict_on`: the day from which the verdict was known; None: at once, as from a truth file.
    """

    alert: Alert
    truth: Episode | None
    verdict: Verdict
    part: Part | None = None
    verdict_on: date | None = None

    @property
    def counts(self) -> bool:
        """Whether it is counted among the right and the wrong: a repeat or an echo is right, and adds to neither."""
        return self.part not in {Part.REPEAT, Part.ECHO}


@dataclass(frozen=True)
class LedgerLine:
    """Alerts of one month (`2026-01`, of the days on which they were found), level, stratum and colour, by one basis.

    `opened` = `confirmed` + `false` + `unverified`; repeats and echoes are in none of them.
    """

    month: str
    level: Level
    stratum: str
    opened: int
    confirmed: int
    false: int
    unverified: int
    basis: Basis
    colour: Colour


def match(alerts: Iterable[Alert], episodes: Sequence[Episode], *, grace_days: int = GRACE_DAYS) -> tuple[Judged, ...]:
    """Return alerts, in the order of the days on which they were found, judged by what truly happened.

    An alert is right where an episode of its own level and subject, and of no other direction, lasted on the day it was found or had ended at most `grace_days`
    before; one of the days before an episode is not. The first one found the episode, the others repeat it. Of several such episodes the one is taken that
    nothing has found yet, and of those the one begun last. An alert without an episode of its own that a lasting episode touches is its echo. What is left is
    false.
    """
    own, touching = _by_subject(episodes)
    found: set[Episode] = set()
    judged = []
    for alert in sorted(alerts, key=lambda one: (one.found_on, one.level, one.subject)):
        lasting, echoed = (
            [
                episode
                for episode in known.get((alert.level, alert.subject), ())
                if _explains(episode, alert, grace_days)
            ]
            for known in (own, touching)
        )
        new = [episode for episode in lasting if episode not in found]
        if lasting:
            truth, part = (new or lasting)[-1], Part.FIRST if new else Part.REPEAT
            found.add(truth)
            judged.append(Judged(alert, truth, Verdict.CONFIRMED, part))
        elif echoed:
            judged.append(Judged(alert, echoed[-1], Verdict.CONFIRMED, Part.ECHO))
        else:
            judged.append(Judged(alert, None, Verdict.FALSE))
    return tuple(judged)


_Known = dict[tuple[Level, str], list[Episode]]


def _by_subject(episodes: Sequence[Episode]) -> tuple[_Known, _Known]:
    """Return the episodes of each subject, and those that touch it, the earliest begun first."""
    own: _Known = defaultdict(list)
    touching: _Known = defaultdict(list)
    for episode in sorted(episodes, key=lambda one: one.first):
        own[episode.level, episode.subject].append(episode)
        for subject in episode.touches:
            touching[subject].append(episode)
    return own, touching


def _explains(episode: Episode, alert: Alert, grace_days: int) -> bool:
    if episode.direction not in {None, alert.direction} or alert.found_on < episode.first:
        return False
    return episode.last is None or alert.found_on <= episode.last + timedelta(days=grace_days)
