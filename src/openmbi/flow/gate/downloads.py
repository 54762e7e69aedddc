"""What leaves the system by the API as a file: a mark in it says who took it, and a line of the audit chain says so too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openmbi.core.access import Permission, Viewer
from openmbi.core.language import Language, Text
from openmbi.flow.gate.answer import Answer
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.standing import reach_name
from openmbi.store.audit_chain import AuditChain

_MIND = Text("注意", "Mind")
_TAKEN_BY = Text("导出人", "Exported by")
_TAKEN_AT = Text("导出时间", "Exported at")
_SCOPE = Text("可见范围", "View reaches")
_QUESTION = Text("查询", "Question")
_SOURCE = Text("来源", "Source")
_AS_OF = Text("按此时已知", "As known at")


@dataclass(frozen=True)
class Mark:
    """Who took an answer out, when, and how far the view reaches; `question`: path and parameters. `moment`: local time, ISO."""

    user: str
    name: str
    moment: str
    scope: Text
    question: str

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON types, for formats that keep metadata."""
        return {"by": self.user, "name": self.name, "at": self.moment, "scope": vars(self.scope)}

    def lines(self, answer: Answer, language: Language) -> list[str]:
        """Return it as lines of text, with what the answer rests on, for formats that have no other place for it."""
        about = answer.about
        told = [(_TAKEN_BY, f"{self.name} ({self.user})"), (_TAKEN_AT, self.moment), (_SCOPE, self.scope.say(language))]
        told.append((_QUESTION, self.question))
        if about is not None:
            warned = [Text.of(dict(one)).say(language) for one in (about.internal_only, about.simulated) if one]
            told = [(_MIND, "; ".join(warned)), *told] if warned else told
            told += [(_SOURCE, f"openmbi · {about.kind} {about.name}"), (_AS_OF, about.as_of)]
        return [f"{label.say(language)}: {text}" for label, text in told]


def may_take(viewer: Viewer) -> bool:
    """Whether a viewer may take files out."""
    return viewer.may(Permission.EXPORT)


def take(gate: Gate, viewer: Viewer, answer: Answer, *, form: str, path: str, question: str) -> Mark:
    """Note in the audit chain that an answer is taken out as a file, and return the mark that the file gets.

    Raises
    ------
    Problem
        `access.not-permitted`.
    """
    viewer.check(Permission.EXPORT)
    now, about = gate.now(), answer.about
    content = {
        "format": form,
        "question": question,
        "rows": answer.rows,
        "by_token": viewer.reads_only,
        "origin": None if about is None else f"{about.kind}/{about.name}",
        "places": list(viewer.scope.places),
        "enterprises": list(viewer.scope.enterprises),
    }
    AuditChain(gate.bureau.operations).append(
        at=now, actor=viewer.user, kind="export", about=f"api:{path}", content=content
    )
    moment = now.astimezone(gate.bureau.zone).isoformat(timespec="seconds")
    return Mark(viewer.user, viewer.name, moment, reach_name(gate, viewer), question)
