"""Pages that say that there is nothing to show, and why."""

from __future__ import annotations

from html import escape

from openmbi.core.language import Language, Text
from openmbi.core.problems import Problem

_MISSING = Text("没有这个页面", "There is no such page")
_HOME = Text("回到概览", "Back to the overview")
_UNREADY = Text("概览暂时无法显示", "The overview cannot be shown yet")


def not_found(language: Language) -> str:
    """Return the page for an address that leads nowhere, in both languages, the reader's first."""
    others = [other for other in Language if other is not language]
    parts = (_linked(each) for each in [language, *others])
    return _notice(language, _MISSING, "".join(parts))


def problem_notice(problem: Problem, language: Language) -> str:
    """Return a problem as a page."""
    return _notice(language, _UNREADY, f"<h1>{_UNREADY.say(language)}</h1><pre>{escape(problem.say(language))}</pre>")


def _linked(language: Language) -> str:
    return f'<div lang="{language}"><h1>{_MISSING.say(language)}</h1><p><a href="/{language}/">{_HOME.say(language)}</a></p></div>'


def _notice(language: Language, title: Text, body: str) -> str:
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title.say(language)}</title></head>'
        f"<body><main>{body}</main></body></html>"
    )
