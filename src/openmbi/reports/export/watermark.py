"""What every export says of itself: who took it, when, what it is of, and that it is internal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openmbi.core.language import Language, Text

_LINES = (
    ("taken_by", Text("导出人", "Exported by")),
    ("taken_at", Text("导出时间", "Exported at")),
    ("scope", Text("可见范围", "View reaches")),
    ("page", Text("页面", "Page")),
    ("source", Text("来源", "Source")),
    ("data_until", Text("数据截至", "Data until")),
    ("as_of", Text("按此时已知", "As known at")),
    ("run_at", Text("计算时间", "Computed at")),
)
_MARK = Text("{internal} · {user} · {moment}", "{internal} · {user} · {moment}")


@dataclass(frozen=True)
class Watermark:
    """Who takes a document out and when; `moment` is local time, `scope` how far the view reaches, `run` the run in force."""

    user: str
    name: str
    moment: str
    scope: Text
    run: str

    def line(self, document: Mapping[str, Any], language: Language) -> str:
        """Return one line that is drawn over pictures."""
        internal = Text.of(document["internal_only"]).say(language)
        said = _MARK.say(language).format(internal=internal, user=f"{self.name} ({self.user})", moment=self.moment)
        return said if not document.get("simulated") else f"{said} · {Text.of(document['simulated']).say(language)}"

    def notes(self, document: Mapping[str, Any], language: Language) -> list[tuple[str, str]]:
        """Return label and text of every note."""
        values = {
            "taken_by": f"{self.name} ({self.user})",
            "taken_at": self.moment,
            "scope": self.scope.say(language),
            "page": f"{Text.of(document['title']).say(language)} ({document['path']})",
            "source": f"{Text.of(document['bureau']).say(language)} · openmbi · run {self.run}",
            **{name: str(document[name]) for name in ("data_until", "as_of", "run_at") if document.get(name)},
        }
        told = [(label.say(language), values[name]) for name, label in _LINES if name in values]
        warned = [Text.of(document["internal_only"]).say(language)]
        if document.get("simulated"):
            warned.append(Text.of(document["simulated"]).say(language))
        return [(Text("注意", "Mind").say(language), "; ".join(warned)), *told]
