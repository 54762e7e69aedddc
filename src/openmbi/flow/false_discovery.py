"""The false-discovery ledger of a bureau: alerts judged by closed cases, and those of a simulation by its truth; and what stands beside a light."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from openmbi.alerts.quality.feedback import judged_rounds
from openmbi.alerts.quality.ledger import ledger
from openmbi.alerts.quality.rate_beside import RateBeside, rate_beside
from openmbi.core.alerts import Alert, Channel
from openmbi.core.quality import Basis, Episode, Judged, LedgerLine, Verdict, match
from openmbi.flow.alert_history import AlertHistory, alert_history
from openmbi.flow.bureau import Bureau
from openmbi.flow.in_force import declarations_in_force
from openmbi.flow.truth_episodes import episodes_of_file
from openmbi.flow.watched import Watched, watched
from openmbi.store.case_ledger import CaseLedger
from openmbi.store.runs import saved

TRUTH_FILE = "truth.json"
VERDICT_DAYS = 30  # about as long as a case takes: so long after an alert the verdict of a replay counts as known


@dataclass(frozen=True)
class Evidence:
    """What alerts are judged by: `feedback` of cases, and `replay` by `episodes` where the bureau is simulated; `watched` None where no run was made."""

    history: AlertHistory
    feedback: tuple[Judged, ...]
    replay: tuple[Judged, ...] = ()
    episodes: tuple[Episode, ...] = ()
    watched: Watched | None = None

    def lines(self, bureau: Bureau, as_of: datetime) -> tuple[LedgerLine, ...]:
        """Return the lines of the ledger as they were known at a moment."""
        day = as_of.astimezone(bureau.zone).date()
        return ledger(self.feedback, Basis.FEEDBACK, as_of=day) + ledger(self.replay, Basis.REPLAY, as_of=day)


def evidence(bureau: Bureau, as_of: datetime, truth: Path | None = None) -> Evidence:
    """Return what the alerts known at a moment are judged by. `truth`: a truth file; None for the one that a simulated bureau has.

    Raises
    ------
    Problem
        `quality.unreadable-truth`; those of the database of cases.
    """
    cases = CaseLedger(bureau.operations).find()
    feedback = tuple(one for case in cases if case.opened_at <= as_of for one in judged_rounds(case, bureau.zone))
    history = alert_history(bureau, as_of)
    runs = [one for one in saved(bureau.store, "runs") if one.as_of <= as_of]
    file = truth or bureau.folder / TRUTH_FILE
    if not runs or not (truth or (bureau.settings.simulated and file.is_file())):
        return Evidence(history, feedback)
    who = watched(bureau, saved(bureau.store, "runs")[-1], declarations_in_force(bureau.catalog, as_of))
    episodes = episodes_of_file(file, who)
    return Evidence(history, feedback, replayed(history.alerts, episodes), episodes, who)


def replayed(alerts: tuple[Alert, ...], episodes: tuple[Episode, ...]) -> tuple[Judged, ...]:
    """Return alerts judged by the truth of a simulation.

    A truth file does not tell of meters that fall silent: an alert found by silence that nothing else explains is unverified.
    """
    return tuple(_unless_silent(one) for one in match(alerts, episodes))


def dated(judged: tuple[Judged, ...]) -> tuple[Judged, ...]:
    """Return the alerts of a replay with the day on which a case would have told their verdict: thresholds are fixed on what was known by then."""
    return tuple(replace(one, verdict_on=one.alert.found_on + timedelta(days=VERDICT_DAYS)) for one in judged)


def rates_known(known: Evidence, bureau: Bureau, as_of: datetime) -> Callable[[Alert], RateBeside]:
    """Return what tells, of an alert, how often alerts like it were false by all that was known at a moment."""
    lines = known.lines(bureau, as_of)
    return lambda alert: rate_beside(lines, alert.level, alert.colour, alert.stratum)


def _unless_silent(one: Judged) -> Judged:
    silent = one.verdict is Verdict.FALSE and one.alert.channels[:1] == (Channel.SILENCE,)
    return replace(one, verdict=Verdict.UNVERIFIED) if silent else one
