"""What every route is given: the gate, who calls, and the answers sent last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from fastapi import Request, Response

from openmbi.doors.api.callers import Caller
from openmbi.doors.api.forms import Form
from openmbi.doors.api.parameters import moment_of
from openmbi.doors.api.sending import Question, Sent, Take, send, send_as_it_is
from openmbi.flow.gate.answer import Answer
from openmbi.flow.gate.downloads import Mark, take
from openmbi.flow.gate.gate import Gate


@dataclass(frozen=True)
class Door:
    """The API's door of one gate. Safe to share between threads."""

    gate: Gate
    caller: Caller
    sent: Sent = field(default_factory=Sent)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the place."""
        return self.gate.bureau.zone

    def now(self) -> datetime:
        """Return the moment of a question."""
        return self.gate.now()

    def moment(self, as_of: str | None) -> datetime | None:
        """Return the moment that an `as_of` means; None where none is said. Raises `as-of.unreadable`, `as-of.in-future`."""
        return moment_of(as_of, self.zone, self.now())

    def question(self, request: Request, form: Form | None) -> Question:
        """Return who asks, and in which form the answer is wanted. Raises `api.who`, `access.too-many`, `api.not-acceptable`."""
        return Question.of(request, self.caller(request), form)

    def of_run(self, question: Question, as_of: datetime | None, ask: Callable[[], Answer]) -> Response:
        """Send what rests on one run alone: the newest, or the one that `as_of` means."""
        digest = self.gate.origins.of(as_of).about.digest
        return send(question, self.sent, digest, ask, self._take(question))

    def as_it_is(self, question: Question, answer: Answer) -> Response:
        """Send what rests on more, as names of the catalog or cases that are worked."""
        return send_as_it_is(question, answer, self._take(question))

    def _take(self, question: Question) -> Take:
        """Return what notes that an answer is taken out as a file."""

        def taken(answer: Answer) -> Mark:
            told = {"form": str(question.form), "path": question.request.url.path, "question": question.text}
            return take(self.gate, question.viewer, answer, **told)

        return taken
