"""How right alerts were: what truly happened, alerts judged by it, and the lines of the false-discovery ledger. The rule of matching stands here alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from openmbi.core.alerts import Alert, Direction
from openmbi.core.colours import Colour
from openmbi.core.levels import Level

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
    OTHER = "other"  # something else that is true explains it, which nobody asked it to find


class Basis(StrEnum):
    """What says whether alerts were right."""

    FEEDBACK = "feedback"  # closed cases
    REPLAY = "replay"  # the truth of a simulation


@dataclass(frozen=True)
class Episode:
    """What truly happened to a subject from `first` to `last`, both included; `last` None: to the end.

    `kind`: as the truth file says. `direction`: where what happened moves the subject one way only. `touches`: other subjects (level, code) that it moves as a
    whole: the members of a group and the groups inside it; never a group that merely holds the subject. `sought`: alerts are to find it; what is not sought (a
    meter that fell silent, a return to the usual) explains an alert, and nobody misses it.
    """

    level: Level
    subject: str
    first: date
    last: date | None
    kind: str
    direction: Direction | None = None
    touches: frozenset[tuple[Level, str]] = frozenset()
    sought: bool = True


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
        """Whether it is counted among the right and the wrong: one that repeats, echoes or is of something else is not false, and adds to neither."""
        return self.part in {None, Part.FIRST}


@dataclass(frozen=True)
class LedgerLine:
    """Alerts of one month (`2026-01`, of the days on which they were found), level, stratum and colour (the gravest that was known), by one basis.

    `opened` = `confirmed` + `false` + `unverified`; what repeats, echoes or is of something else is in none of them.
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

    An alert is right where a sought episode of its own level and subject, and of no other direction, lasted on the day it was found or had ended at most
    `grace_days` before; one of the days before an episode is not. The first one found the episode, the others repeat it. Of several such episodes the one is
    taken that nothing has found yet, and of those the one begun last. Else, an alert of a subject that a sought episode touches is its echo; else, one that
    an episode which is not sought explains is of something else. What is left is false.
    """
    own, touching, others = _by_subject(episodes)
    found: set[Episode] = set()
    judged = []
    for alert in sorted(alerts, key=lambda one: (one.found_on, one.level, one.subject)):
        lasting, echoed, other = (
            [one for one in known.get((alert.level, alert.subject), ()) if _explains(one, alert, grace_days)]
            for known in (own, touching, others)
        )
        new = [one for one in lasting if one not in found]
        found.update(new[-1:])
        choices = ((new, Part.FIRST), (lasting, Part.REPEAT), (echoed, Part.ECHO), (other, Part.OTHER))
        truth, part = next(((each[-1], part) for each, part in choices if each), (None, None))
        judged.append(Judged(alert, truth, Verdict.CONFIRMED if truth else Verdict.FALSE, part))
    return tuple(judged)


_Known = dict[tuple[Level, str], list[Episode]]


def _by_subject(episodes: Sequence[Episode]) -> tuple[_Known, _Known, _Known]:
    """Return by subject the sought episodes of its own, those that touch it, and those that are not sought: the earliest begun first."""
    own: _Known = defaultdict(list)
    touching: _Known = defaultdict(list)
    others: _Known = defaultdict(list)
    for episode in sorted(episodes, key=lambda one: one.first):
        (own if episode.sought else others)[episode.level, episode.subject].append(episode)
        for subject in episode.touches:
            (touching if episode.sought else others)[subject].append(episode)
    return own, touching, others


def _explains(episode: Episode, alert: Alert, grace_days: int) -> bool:
    if episode.direction not in {None, alert.direction} or alert.found_on < episode.first:
        return False
    return episode.last is None or alert.found_on <= episode.last + timedelta(days=grace_days)
