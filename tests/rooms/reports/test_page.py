"""The page: strict, accessible, self-contained, in one language at a time, whatever the document leaves out."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest

from openmbi.core.language import Language, Text
from openmbi.core.tables import Colour
from openmbi.reports.overview.charts import draw
from openmbi.reports.overview.labels import LABELS
from openmbi.reports.overview.page import content_policy, page, pages
from openmbi.reports.overview.report import OverviewInput, overview

VOID = {"meta", "link", "br", "hr", "img", "input"}


class Elements(HTMLParser):
    """Collects elements with their attributes, and checks that they are closed in order."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(content)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] != "style":
            self.texts.append(data)

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture
def document(small: OverviewInput) -> dict[str, Any]:
    return overview(small)


@pytest.fixture(params=list(Language))
def content(document: dict[str, Any], request: pytest.FixtureRequest) -> str:
    return page(document, request.param)


def test_page_runs_nothing_and_asks_nobody(content: str):
    parsed = Elements(content)
    assert not {"script", "iframe", "object", "img", "form"} & {tag for tag, _ in parsed.elements}
    names = {name for _, attributes in parsed.elements for name in attributes}
    assert not [name for name in names if name == "style" or name.startswith("on")]
    addresses = set(re.findall(r"https?://[^\"'\s]+", content))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert not re.search(r"@import|url\((?!#)", content)


def test_policy_allows_the_one_style_and_nothing_else(document: dict[str, Any], content: str):
    style = re.findall(r"<style>(.*?)</style>", content, re.DOTALL)
    assert len(style) == 1
    digest = b64encode(sha256(style[0].encode()).digest()).decode()
    policy = content_policy(document)
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}';")
    assert "unsafe" not in policy
    assert Elements(content).named("meta")[1]["content"] == policy


def test_structure_is_accessible(content: str):
    parsed = Elements(content)
    assert [len(parsed.named(tag)) for tag in ("main", "h1", "header", "footer")] == [1, 1, 1, 1]
    assert parsed.named("html")[0]["lang"] in ("zh-CN", "en")
    assert all("scope" in attributes for attributes in parsed.named("th"))
    assert all(attributes.get("aria-hidden") == "true" for attributes in parsed.named("svg"))
    pictures = [attributes for _, attributes in parsed.elements if attributes.get("role") == "img"]
    assert len(pictures) == 5
    assert all(attributes["aria-label"] for attributes in pictures)
    ids = [attributes["id"] for _, attributes in parsed.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    labelled = {attributes["aria-labelledby"] for attributes in parsed.named("section")}
    assert labelled <= set(ids)


def test_each_language_stands_alone(document: dict[str, Any]):
    document["method"]["notes"] = []
    for entry in _named(document):
        entry["name"] = {"zh": "甲厂", "en": "Works A"}
    english = "".join(Elements(page(document, Language.EN)).texts)
    assert re.findall(r"[\u4e00-\u9fff]+", english) == ["中文"]
    chinese = "".join(Elements(page(document, Language.ZH)).texts)
    words = set(re.findall(r"[A-Za-z]{3,}", chinese))
    assert words <= {"English", "JSON", "openmbi"}


def _named(node: Any) -> list[dict[str, Any]]:
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else []
    found = [node] if isinstance(node, dict) and {"subject", "name"} <= set(node) else []
    return found + [entry for child in children for entry in _named(child)]


def test_first_glance_says_everything_that_qualifies_the_figure(document: dict[str, Any]):
    texts = " ".join(" ".join(Elements(page(document, Language.ZH)).texts).split())
    for said in (
        "示例园区",
        "91.80",
        "黄灯",
        "自 2016-01-31 起",
        "近 28 日均值下降 6.1%",
        "仅限内部",
        "模拟数据",
        "2016-02-05 23:59",
    ):
        assert said in texts
    assert texts.count("尚未测定") == 2


def test_a_light_that_has_been_measured_shows_its_figures(small: OverviewInput):
    measured = replace(small.zone_lights, probability=np.full((1, 35), 0.812), false_alarm_rate=0.074)
    content = page(overview(replace(small, zone_lights=measured)), Language.EN)
    assert "81.2 %" in content
    assert "7.4 %" in content
    assert "not yet measured" not in content


def test_names_are_escaped(content: str):
    assert "甲厂 &lt;A&amp;B&gt;" in content
    assert "<A&B>" not in content


def test_real_data_are_not_called_simulated(small: OverviewInput):
    content = page(overview(replace(small, simulated=False)), Language.EN)
    assert "imulated" not in content.replace(".simulated", "")


def test_page_stands_with_almost_nothing_to_show(small: OverviewInput):
    bare = overview(
        replace(small, weekly=(), monthly=(), months=(), recent=None, resumption=(), stopped=(), names={}, notes=())
    )
    bare["lights"]["warned"] = []
    bare["headline"]["level"] = None
    bare["level"]["close"] = [None] * len(bare["level"]["close"])
    for content in pages(bare).values():
        assert Elements(content).named("h1")
    assert LABELS["none_yet"].en in pages(bare)[Language.EN]


def test_long_lists_fold_and_end_in_the_data_file(small: OverviewInput):
    names = np.array([f"{number:05d}" for number in range(1454)])
    many = replace(
        small.enterprise_lights,
        subjects=names,
        colour=np.full((1454, 35), Colour.RED, np.uint8),
        since=np.broadcast_to(small.series.days[-1:], (1454, 35)),
    )
    reasons = dict.fromkeys(names.tolist(), Text("近 7 日均值下降 62.0%，达到界限 −50%", "down 62.0%, reaches −50%"))
    made = page(overview(replace(small, enterprise_lights=many, enterprise_reasons=reasons)), Language.EN)
    assert "1439 more" in made
    assert "A further 1254 are in the data file." in made
    assert len(made.encode()) <= 400_000


def test_same_document_gives_the_same_bytes(document: dict[str, Any]):
    assert pages(document) == pages(document)
    assert pages(document)[Language.EN] == page(document, Language.EN)


def test_charts_hold_latin_text_only(document: dict[str, Any]):
    for svg in draw(document).values():
        texts = re.findall(r">([^<>]+)</text>", svg)
        assert texts
        assert all(re.fullmatch(r"[\x20-\x7e−]+", text) for text in texts)


def test_level_chart_marks_the_published_level(document: dict[str, Any]):
    assert ">91.80</text>" in draw(document)["level_wide"]


def test_light_strip_takes_the_palette_in_force(document: dict[str, Any]):
    yellow = next(look for look in document["legend"] if look["colour"] == "yellow")
    before = draw(document)["level_wide"]
    yellow["fill"] = "#123456"
    assert "#123456" not in before
    assert "#123456" in draw(document)["level_wide"]
