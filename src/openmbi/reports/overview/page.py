"""The overview as one self-contained HTML page a language: no script, no request to anywhere, readable under the strictest content policy."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from hashlib import sha256
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from openmbi.core.language import Language, Text
from openmbi.core.registry import package_folder
from openmbi.core.tables import Level
from openmbi.reports.overview.charts import draw
from openmbi.reports.overview.labels import LABELS
from openmbi.reports.overview.waterfall import waterfall
from openmbi.reports.province.growth_texts import GROWTH_LABELS
from openmbi.reports.province.paths import href, page_path

Navigation = Sequence[Mapping[str, Any]]

_FOLDER = package_folder("openmbi.reports.overview")


def pages(document: dict[str, Any], navigation: Navigation = (), *, served: bool = False) -> dict[Language, str]:
    """Return the page in every language; the charts are drawn once.

    A page links to its other language as `../en/index.html` and to its data as `../overview.json`: write or serve them there. `navigation` names the other
    pages of a province: path beside this page without its ending, and label. `served`: the pages of enterprises can be reached, and names lead to them.
    """
    charts = draw(document)
    return {language: _render(document, charts, language, navigation, served) for language in Language}


def page(document: dict[str, Any], language: Language, navigation: Navigation = ()) -> str:
    """Return the page in one language."""
    return _render(document, draw(document), language, navigation, served=False)


def content_policy(document: dict[str, Any]) -> str:
    """Return the Content-Security-Policy that the pages of a document need: nothing but their own style and icon."""
    digest = b64encode(sha256(_style(document).encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'self' data:; base-uri 'none'; form-action 'none'"


def _render(
    document: dict[str, Any], charts: Mapping[str, str], language: Language, navigation: Navigation, served: bool
) -> str:
    return (
        _environment()
        .get_template("page.html.jinja")
        .render(
            document=document,
            charts={name: Markup(svg) for name, svg in charts.items()},
            style=Markup(_style(document)),
            policy=content_policy(document),
            language=language,
            languages=list(Language),
            label=LABELS,
            navigation=navigation,
            served=served,
        )
    )


def _style(document: dict[str, Any]) -> str:
    """Return the style sheet: the fixed part, and the colours of the palette in force."""
    fixed = (_FOLDER / "page.css").read_text(encoding="utf-8")
    lights = (
        f".{look['colour']}{{background-color:{look['fill'] or 'transparent'};color:{look['ink']}}}\n"
        for look in document["legend"]
    )
    return fixed + "".join(lights)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader([_FOLDER, package_folder("openmbi.reports")]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters.update(
        say=_say, signed=_signed, or_unknown=_or_unknown, waterfall=waterfall, bar=_bar, own_page=_own_page
    )
    environment.globals["growth_labels"] = GROWTH_LABELS
    return environment


@pass_context
def _say(context: Context, text: Text | Mapping[str, str], **values: object) -> str:
    """Return a label or a text of the document in the page's language."""
    language: Language = context["language"]
    if isinstance(text, Text):
        return text.fill(**values).say(language) if values else text.say(language)
    return text[language.value]


def _own_page(subject: str) -> str:
    """Return the address of an enterprise's page beside this one."""
    return href(page_path(Level.ENTERPRISE, subject))


def _signed(figure: str | None) -> str:
    """Return a figure with its sign, a true minus, or a dash where it is not known."""
    if figure is None:
        return "–"
    value = Decimal(figure)
    return f"{value:+}".replace("-", "−") if value else str(abs(value))


def _or_unknown(figure: str | None, unit: str = "") -> str:
    return "–" if figure is None else figure.replace("-", "−") + unit


def _bar(line: Mapping[str, str], lines: list[Mapping[str, str]]) -> str:
    """Return the length of a line's bar, 0..100, the longest of its table being 100."""
    longest = max(abs(Decimal(each["points"])) for each in lines)
    return f"{100 * abs(Decimal(line['points'])) / longest:.1f}"
