"""A rule of the text: what is said, and when. A sentence is a rule with its figures filled in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from openmbi.core.language import Text
from openmbi.reports.overview.figures import both


@dataclass(frozen=True)
class Rule:
    """One sentence of the bulletin. `when`: the condition under which it is said, in words."""

    when: Text
    text: Text


@dataclass(frozen=True)
class Sentence:
    """A sentence with its figures. `rule`: the code of the rule that it follows."""

    rule: str
    text: Text


def paragraph(sentences: Iterable[Sentence | None]) -> dict[str, Any] | None:
    """Return sentences as one paragraph, with the codes of their rules; None where none is said."""
    said = [sentence for sentence in sentences if sentence]
    if not said:
        return None
    text = Text("".join(one.text.zh for one in said), " ".join(one.text.en for one in said))
    return {"kind": "paragraph", "text": both(text), "rules": [one.rule for one in said]}


def points_listed(sentences: Iterable[Sentence | None]) -> dict[str, Any] | None:
    """Return sentences as a list, each an item, with the codes of their rules; None where none is said."""
    said = [sentence for sentence in sentences if sentence]
    return (
        {"kind": "list", "items": [both(one.text) for one in said], "rules": [one.rule for one in said]}
        if said
        else None
    )


def together(sentences: Iterable[Sentence | None]) -> Sentence | None:
    """Return sentences as one, under the codes of all their rules joined by `+`; None where none is said."""
    said = [sentence for sentence in sentences if sentence]
    if not said:
        return None
    text = Text("".join(one.text.zh for one in said), " ".join(one.text.en for one in said))
    return Sentence("+".join(one.rule for one in said), text)
