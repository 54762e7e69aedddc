"""A second, plain statement of what may be done with a case, written as a table and a list of conditions; it shares no code with the machine it judges."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

STATES = ["open", "assigned", "acknowledged", "self_checked", "measure_taken", "feedback_given", "disputed", "closed"]

# Each row is a kind of action, each column a state, in the order of STATES; the entry is the state after it: its first letters, = where it stays, . where the
# action is illegal, < for "back to where the case was", but closed where the objection is upheld.
TABLE = """
assign             assi  =     assi  =     =     =     .     .
acknowledge        .     ackn  .     .     .     .     .     .
self_check         .     .     self  =     .     .     .     .
measure            .     .     .     meas  =     .     .     .
feedback           .     .     .     .     feed  .     .     .
dispute            disp  disp  disp  disp  disp  disp  .     .
resolve_dispute    .     .     .     .     .     .     <     .
verify             .     .     .     .     .     clos  .     .
close              .     .     .     clos  clos  clos  .     .
reopen             .     .     .     .     .     .     .     open
open               .     .     .     .     .     .     .     .
refresh            =     =     =     =     =     =     =     .
mute               =     =     =     =     =     =     .     .
unmute             =     =     =     =     =     =     .     .
escalate           =     =     =     =     =     =     =     .
recover            clos  clos  clos  clos  clos  .     .     .
fail_verification  .     .     .     .     .     self  .     .
"""
ENTRIES = {
    (line.split()[0], state): entry
    for line in TABLE.strip().splitlines()
    for state, entry in zip(STATES, line.split()[1:], strict=True)
}
OFFICES = ["county", "city", "province"]


@dataclass
class Limits:
    """The rules of the clock and of the data, as plain numbers of days."""

    close_days: int
    recover_days: int
    escalate_after_days: int
    first_office: str
    lasting: set[str]
    days: dict[str, dict[str, int]]  # by colour, then by the state in which one waits


@dataclass
class Book:
    """What the referee remembers of one case."""

    limits: Limits
    state: str
    found_on: date
    colour: str
    changed_at: datetime
    owner: str | None
    due: datetime | None = None
    left: timedelta | None = None
    muted_by: str | None = None
    office: str | None = None
    escalated_at: datetime | None = None
    causes: list[str] = field(default_factory=list)
    seen_evidence: set[str] = field(default_factory=set)
    before_dispute: str = ""
    left_before_dispute: timedelta = timedelta(0)
    reopened_on: date | None = None
    closing: str | None = None
    version: int = 1

    def judge(self, move: dict, now: datetime) -> str:
        """Take a move and return "done", or "illegal" or "unfit" and change nothing. `move`: kind, and what it brings, as plain values."""
        kind = move["kind"]
        entry = ENTRIES[kind, self.state]
        if entry == "." or self._idle(kind):
            return "illegal"
        if not self._fits(kind, move, now):
            return "unfit"
        self._do(kind, move, self._target(entry, move), now)
        return "done"

    def start_clock(self, now: datetime) -> None:
        """Wind the clock of the state; it stands still while a group stands for the case."""
        self.due = self.left = None
        if self.state == "closed":
            return
        whole = timedelta(days=self.limits.days[self.colour][self.state])
        if self.muted_by:
            self.left = whole
        else:
            self.due = now + whole

    def _idle(self, kind: str) -> bool:
        no_event = self.causes == ["no_event"]
        return (
            (kind == "measure" and no_event)
            or (kind == "unmute" and not self.muted_by)
            or (kind == "escalate" and bool(self.muted_by))
        )

    def _target(self, entry: str, move: dict) -> str:
        if entry == "=":
            return self.state
        if entry == "<":
            return "closed" if move["upheld"] else self.before_dispute
        return next(state for state in STATES if state.startswith(entry))

    def _fits(self, kind: str, move: dict, now: datetime) -> bool:
        if not move.get("actor") or move["at"] > now or now < self.changed_at:
            return False
        if not move.get("own", True):
            return False
        return getattr(self, f"_fits_{kind}", lambda _move, _now: True)(move, now)

    def _fits_assign(self, move: dict, _now: datetime) -> bool:
        return bool(move.get("owner"))

    def _fits_self_check(self, move: dict, _now: datetime) -> bool:
        causes = move.get("causes", [])
        return bool(causes) and ("no_event" not in causes or set(causes) == {"no_event"})

    def _fits_measure(self, move: dict, _now: datetime) -> bool:
        return bool(move.get("note"))

    _fits_feedback = _fits_measure

    def _fits_dispute(self, move: dict, _now: datetime) -> bool:
        return bool(move.get("note")) and bool(set(move.get("evidence", [])) - self.seen_evidence)

    def _fits_resolve_dispute(self, move: dict, _now: datetime) -> bool:
        return bool(move.get("note")) and move.get("upheld") is not None

    def _fits_close(self, move: dict, _now: datetime) -> bool:
        if not move.get("note"):
            return False
        if move.get("closing") == "false_alarm":
            return self.causes == ["no_event"]
        return move.get("closing") == "explained" and bool(set(self.causes) & self.limits.lasting)

    def _fits_verify(self, move: dict, _now: datetime) -> bool:
        return self._back(move) >= self.limits.close_days if self._current(move) else False

    def _fits_recover(self, move: dict, _now: datetime) -> bool:
        return self._back(move) >= self.limits.recover_days if self._current(move) else False

    def _fits_fail_verification(self, move: dict, now: datetime) -> bool:
        return self._current(move) and self._back(move) < self.limits.close_days and self._late(now)

    def _fits_reopen(self, move: dict, _now: datetime) -> bool:
        if "alert_day" in move:
            return self._fits_refresh(move, _now)
        return bool(move.get("note"))

    def _fits_refresh(self, move: dict, _now: datetime) -> bool:
        return "alert_day" in move and move["alert_day"] >= self.found_on and not move["same_alert"]

    def _fits_mute(self, move: dict, _now: datetime) -> bool:
        return bool(move.get("group")) and move["group"] not in {"itself", self.muted_by}

    def _fits_escalate(self, move: dict, now: datetime) -> bool:
        here = OFFICES.index(self.office or self.limits.first_office)
        if here == len(OFFICES) - 1 or move.get("office") != OFFICES[here + 1] or not self._late(now):
            return False
        pause = timedelta(days=self.limits.escalate_after_days)
        return self.escalated_at is None or self.escalated_at + pause <= now

    def _current(self, move: dict) -> bool:
        return "data_day" in move and move["data_day"] >= self.found_on

    def _back(self, move: dict) -> int:
        since = self.found_on if self.reopened_on is None else max(self.found_on, self.reopened_on)
        return min(move["inside"], (move["data_day"] - since).days)

    def _late(self, now: datetime) -> bool:
        return self.due is not None and self.due < now

    def _remaining(self, now: datetime) -> timedelta:
        if self.left is not None:
            return self.left
        return self.due - now if self.due is not None else timedelta(0)

    def _set_remaining(self, left: timedelta, now: datetime) -> None:
        self.due, self.left = (None, left) if self.muted_by else (now + left, None)

    def _do(self, kind: str, move: dict, target: str, now: datetime) -> None:
        before, remaining = self.state, self._remaining(now)
        self.state, self.changed_at, self.version = target, now, self.version + 1
        if "alert_day" in move:
            self.found_on, self.colour = move["alert_day"], move["colour"]
        if kind == "assign":
            self.owner = move["owner"]
        elif kind == "self_check":
            self.causes = list(dict.fromkeys(move["causes"]))
        elif kind == "dispute":
            self.seen_evidence |= set(move["evidence"])
            self.before_dispute, self.left_before_dispute, self.muted_by = before, remaining, None
        elif kind == "escalate":
            self.office, self.escalated_at = move["office"], now
        elif kind == "reopen":
            self.causes, self.closing, self.office, self.escalated_at = [], None, None, None
            if "alert_day" not in move:
                self.reopened_on = max(self.found_on, move.get("known_until") or self.found_on)
        elif kind in {"mute", "unmute"}:
            self.muted_by = move.get("group") if kind == "mute" else None
        if target == "closed":
            self.muted_by, self.closing = None, _closing(kind, move)
        self._wind(kind, before, remaining, now)

    def _wind(self, kind: str, before: str, remaining: timedelta, now: datetime) -> None:
        """Give back what was left, or start the clock of the new state, or let it run."""
        if kind == "resolve_dispute" and self.state != "closed":
            self._set_remaining(self.left_before_dispute, now)
        elif kind in {"mute", "unmute"}:
            self._set_remaining(remaining, now)
        elif self.state != before:
            self.start_clock(now)


def _closing(kind: str, move: dict) -> str:
    made = {"verify": "verified", "recover": "recovered", "resolve_dispute": "dispute_upheld"}
    return made.get(kind) or move["closing"]
