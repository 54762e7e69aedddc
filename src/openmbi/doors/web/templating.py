"""The door's own templates: the shell, sign-in, users, notices."""

from __future__ import annotations

from datetime import datetime
from functools import cache, partial
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from openmbi.core.language import Language
from openmbi.core.registry import package_folder
from openmbi.doors.web.shell import Shell
from openmbi.doors.web.shell_labels import ROLES, SHELL
from openmbi.reports.province.paths import href
from openmbi.reports.province.words import grouped


def drawn(template: str, language: Language, **values: object) -> Markup:
    """Return a template of `doors/web/templates` or, as `<report>/….html.jinja`, of a report, drawn in a language."""
    text = _environment(language).get_template(template).render(language=language, languages=list(Language), **values)
    return Markup(text)


def header(shell: Shell, language: Language) -> Markup:
    """Return the header of a page's shell."""
    return drawn("shell.html.jinja", language, shell=shell, words=SHELL, roles=ROLES)


@cache
def _environment(language: Language) -> Environment:
    environment = Environment(
        loader=FileSystemLoader([package_folder("openmbi.doors.web") / "templates", package_folder("openmbi.reports")]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters.update(say=partial(_say, language=language), href=href, grouped=grouped, moment=moment)
    return environment


def moment(at: datetime | str | None, zone: ZoneInfo) -> str:
    """Return a moment, or one of a document, by the clocks of the place, to the minute; a dash for none."""
    known = datetime.fromisoformat(at) if isinstance(at, str) else at
    return "–" if known is None else f"{known.astimezone(zone):%Y-%m-%d %H:%M}"


def _say(text: Any, *, language: Language, **values: object) -> str:
    """Return a Text, or a text of a document, in the page's language; a dash for none."""
    if text is None:
        return "–"
    if isinstance(text, dict):
        return text[language.value]
    return (text.fill(**values) if values else text).say(language)
