"""The forms by which a case is worked: one a step that may be taken now, with what it needs, and with what was typed before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from openmbi.core.case_words import CAUSES, CLOSINGS
from openmbi.core.cases import ActionKind, Closing, EvidenceFile
from openmbi.core.language import Text
from openmbi.reports.case.form_labels import EVIDENCE_HELP, FIELDS, LEADS, PLAIN_LEADS, PLAIN_STEPS, STEPS
from openmbi.reports.overview.figures import both

_NOTE_NEEDED = frozenset(
    {
        ActionKind.MEASURE,
        ActionKind.FEEDBACK,
        ActionKind.DISPUTE,
        ActionKind.RESOLVE_DISPUTE,
        ActionKind.CLOSE,
        ActionKind.REOPEN,
    }
)
_WITH_EVIDENCE = frozenset(
    {
        ActionKind.SELF_CHECK,
        ActionKind.MEASURE,
        ActionKind.FEEDBACK,
        ActionKind.DISPUTE,
        ActionKind.RESOLVE_DISPUTE,
        ActionKind.CLOSE,
        ActionKind.REOPEN,
    }
)
_DECISIONS = MappingProxyType(
    {"yes": Text("异议成立", "the objection is right"), "no": Text("异议不成立", "it is not right")}
)
_BY_HAND = (Closing.FALSE_ALARM, Closing.EXPLAINED)


@dataclass(frozen=True)
class Typed:
    """What was typed into the form of a step, by field, and which files were received with it."""

    kind: ActionKind
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    kept: tuple[EvidenceFile, ...] = ()


@dataclass(frozen=True)
class FormsInput:
    """The steps that the viewer may take, to whom a case can be given, limits of files (count, megabytes); `plain`: in plain words, for an enterprise."""

    steps: tuple[ActionKind, ...]
    owners: Mapping[str, Text]
    most_files: int
    most_megabytes: int
    plain: bool = False
    typed: Typed | None = None


def forms(source: FormsInput) -> list[dict[str, Any]]:
    """Return a form a step: `fields` in their order, each with its kind, choices and what was typed; `open`: whether it is shown at once."""
    return [_form(kind, source, first=place == 0) for place, kind in enumerate(source.steps)]


def _form(kind: ActionKind, source: FormsInput, *, first: bool) -> dict[str, Any]:
    typed = source.typed if source.typed and source.typed.kind is kind else None
    step = PLAIN_STEPS.get(kind, STEPS[kind]) if source.plain else STEPS[kind]
    lead = PLAIN_LEADS.get(kind, LEADS[kind]) if source.plain else LEADS[kind]
    return {
        "kind": kind.value,
        "name": both(step),
        "lead": both(lead),
        "fields": list(_fields(kind, source, dict(typed.values) if typed else {})),
        "kept": [{"name": one.name, "sha256": one.sha256} for one in typed.kept] if typed else [],
        "open": typed is not None if source.typed else first,
    }


def _fields(kind: ActionKind, source: FormsInput, typed: Mapping[str, Sequence[str]]) -> Iterator[dict[str, Any]]:
    """Yield the fields that a step needs or may have."""

    def choice(name: str, how: str, options: Mapping[str, Text]) -> dict[str, Any]:
        return {
            **_field(name, how, needed=True),
            "options": [
                {"value": value, "label": both(label), "chosen": value in typed.get(name, ())}
                for value, label in options.items()
            ],
        }

    match kind:
        case ActionKind.ASSIGN:
            yield choice("owner", "select", source.owners)
        case ActionKind.SELF_CHECK:
            yield choice("causes", "checkboxes", {cause.value: label for cause, label in CAUSES.items()})
        case ActionKind.RESOLVE_DISPUTE:
            yield choice("upheld", "radios", _DECISIONS)
        case ActionKind.CLOSE:
            yield choice("closing", "radios", {closing.value: CLOSINGS[closing] for closing in _BY_HAND})
        case _:
            pass
    if kind is not ActionKind.VERIFY and not (source.plain and kind is ActionKind.ACKNOWLEDGE):
        yield _field("note", "text", needed=kind in _NOTE_NEEDED) | {"value": " ".join(typed.get("note", ()))}
    if kind in _WITH_EVIDENCE:
        hint = EVIDENCE_HELP.fill(files=source.most_files, mb=source.most_megabytes)
        yield _field("evidence", "files", needed=kind is ActionKind.DISPUTE) | {"help": both(hint)}


def _field(name: str, how: str, *, needed: bool) -> dict[str, Any]:
    return {"name": name, "how": how, "label": both(FIELDS[name]), "needed": needed}
