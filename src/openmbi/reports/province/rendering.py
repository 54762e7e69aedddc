"""Documents as HTML: one environment a language, templates beside the reports, no script, no request but for the style sheet beside the pages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from openmbi.core.language import Language, Text
from openmbi.core.registry import package_folder
from openmbi.reports.alerts.labels import LABELS as ALERT_LABELS
from openmbi.reports.alerts.labels import MEANINGS
from openmbi.reports.case.form_labels import FORM_LABELS
from openmbi.reports.case.labels import LABELS as CASE_LABELS
from openmbi.reports.case.labels import TOPICS
from openmbi.reports.province import words
from openmbi.reports.province.dots import Dots
from openmbi.reports.province.faces import looks, outline, symbols
from openmbi.reports.province.growth_texts import GROWTH_LABELS
from openmbi.reports.province.labels import LABELS
from openmbi.reports.province.line_chart import LineChart, line_chart
from openmbi.reports.province.paths import href, to_root
from openmbi.reports.province.sparkline import sparkline

POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
"""The Content-Security-Policy of every page but the overview: nothing but their own style sheet and icon."""


def pages(
    document: dict[str, Any], *, served: bool = False, extra: Mapping[str, object] = MappingProxyType({})
) -> dict[Language, str]:
    """Return the page of a document in every language; its chart is drawn once.

    `served`: the pages of enterprises can be reached, and names lead to them. A page finds its style at `../site.css` from the folder of its language, its
    other language at `../en/…`, its data at `../data/….json`. `extra`: what its own template needs besides, such as charts.
    """
    drawn = _drawn(document)
    return {language: _rendered(document, language, drawn, served, extra) for language in Language}


def page(
    document: dict[str, Any],
    language: Language,
    *,
    served: bool = False,
    extra: Mapping[str, object] = MappingProxyType({}),
) -> str:
    """Return the page of a document in one language."""
    return _rendered(document, language, _drawn(document), served, extra)


def _drawn(document: dict[str, Any]) -> LineChart | None:
    history = document.get("history")
    return line_chart(history, document["legend"]) if history else None


def _rendered(
    document: dict[str, Any],
    language: Language,
    drawn: LineChart | None,
    served: bool,
    extra: Mapping[str, object] = MappingProxyType({}),
) -> str:
    template = _environment(language).get_template(f"{document['report']}/page.html.jinja")
    return template.render(
        document=document,
        served=served,
        policy=POLICY,
        language=language,
        languages=list(Language),
        root=to_root(document["path"]),
        symbols=symbols(document["legend"]),
        looks=looks(document["legend"]),
        label=LABELS,
        drawn_history=drawn,
        **extra,
    )


class _Documents(Environment):
    """Looks a field of a document up as a key first: templates read documents far more often than objects."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


@cache
def _environment(language: Language) -> Environment:
    environment = _Documents(
        loader=FileSystemLoader(package_folder("openmbi.reports")),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters.update(
        say=partial(_say, language=language),
        told=partial(words.told, language=language),
        signed=words.signed,
        known=words.known,
        grouped=words.grouped,
        amount=words.amount,
        amount_signed=words.amount_signed,
        href=href,
    )
    environment.globals.update(sparkline=sparkline, Dots=Dots, outline=outline, growth_labels=GROWTH_LABELS)
    environment.globals.update(
        alert_labels=ALERT_LABELS,
        alert_meanings=MEANINGS,
        case_labels=CASE_LABELS,
        topics=TOPICS,
        form_labels=FORM_LABELS,
    )
    return environment


def _say(text: Text | Mapping[str, str] | None, *, language: Language, **values: object) -> str | Markup:
    """Return a label or a text of the document in the page's language; a dash for none."""
    if text is None:
        return "–"
    if isinstance(text, Text):
        return text.fill(**values).say(language) if values else text.say(language)
    return text[language.value]
