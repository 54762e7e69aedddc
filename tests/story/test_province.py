"""A whole simulated province, from its files to its pages: what the zone, its cities, industries, cells and enterprises are told, and that it adds up."""

from __future__ import annotations

import json
import posixpath
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from openmbi.core.cell_codes import parts_of
from openmbi.core.periods import end_of_day
from openmbi.core.problems import ExitCode
from openmbi.core.tables import Colour, ContributionNode, Level, LineKind
from openmbi.flow.bureau import Bureau, load_bureau
from openmbi.flow.composites import Composites, published
from openmbi.flow.domains import LEVELS, DomainLevel, indicators_of
from openmbi.flow.feeds import alarms
from openmbi.flow.groups import Groups
from openmbi.flow.in_force import declarations_in_force, without_shipped_events
from openmbi.flow.linking import review_queue
from openmbi.flow.run import Made, keep, make, write_pages
from openmbi.flow.simulate import simulate_province
from openmbi.flow.zone_months import zone_months
from openmbi.index.bridge import NoMbi
from openmbi.lights.reasons import reason_text
from openmbi.linking.link import Linked
from openmbi.linking.reasons import LinkBasis
from openmbi.simulation.province.parameters import ProvinceParameters
from openmbi.store.manifest import newest

HERE = ZoneInfo("Asia/Shanghai")
AS_OF, EARLIER = end_of_day(date(2025, 3, 10), HERE), end_of_day(date(2024, 12, 31), HERE)
NOW = datetime(2025, 3, 18, 6, tzinfo=HERE)
PARTITIONS = (Level.CITY, Level.INDUSTRY, Level.CELL, Level.COUNTY, Level.INDUSTRY_GROUP, Level.SIZE_CLASS)
HREF = re.compile(r'href="([^"#][^"]*)"')


@dataclass(frozen=True)
class Told:
    """A province taken in in two parts: a run as of the end of 2024 after the first part and after both, and the run as of the last day, with its pages."""

    folder: Path
    earlier: pa.Table
    earlier_again: pa.Table
    made: Made
    truth: dict[str, Any]

    @property
    def bureau(self) -> Bureau:
        return load_bureau(self.folder)

    @property
    def groups(self) -> Groups:
        assert self.made.computed.groups
        return self.made.computed.groups

    @property
    def composites(self) -> Composites:
        assert self.made.computed.composites
        return self.made.computed.composites

    @property
    def linked(self) -> Linked:
        assert self.made.computed.linked
        return self.made.computed.linked

    def planted(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.truth["events"] if event["kind"] == kind]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, mbi) -> Told:
    folder = tmp_path_factory.mktemp("simulated") / "province"
    simulate_province(folder, ProvinceParameters(seed=7, enterprises=250, days=800))
    _hold_back(folder)
    bureau = load_bureau(folder)
    assert mbi("-b", folder, "ingest").code == ExitCode.OK
    earlier = _made(bureau, EARLIER).figures
    shutil.copytree(folder / "held_back", folder / "incoming", dirs_exist_ok=True)
    assert mbi("-b", folder, "ingest").code == ExitCode.OK
    earlier_again = _made(bureau, EARLIER).figures
    made = _made(bureau, AS_OF)
    keep(bureau, "runs", made)
    write_pages(bureau, made)
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return Told(folder, earlier, earlier_again, made, truth)


def _made(bureau: Bureau, as_of: datetime) -> Made:
    return make(bureau, as_of=as_of, now=NOW, step=lambda _: None)


def _hold_back(folder: Path) -> None:
    """Move the files of 2025 away; what the others say was known by the end of 2024, or is dated after it."""
    for file in [file for file in (folder / "incoming").rglob("*") if re.search(r"_2025\d*\.", file.name)]:
        away = folder / "held_back" / file.relative_to(folder / "incoming")
        away.parent.mkdir(parents=True, exist_ok=True)
        file.rename(away)


def nodes(root: ContributionNode) -> Iterator[ContributionNode]:
    yield root
    for part in root.parts:
        yield from nodes(part)


def summed(parts: tuple[ContributionNode, ...]) -> Decimal:
    return sum((part.points for part in parts), Decimal(0))


# Every domain, the composite, the MBI


def test_every_domain_has_a_level_of_the_zone_and_of_groups(told: Told):
    found = told.composites.domains
    assert set(found) == set(indicators_of(declarations_in_force(told.bureau.catalog)))
    assert len(found) >= 8
    for one in found.values():
        assert isinstance(one, DomainLevel)
        assert set(one.groups) == set(LEVELS)
        assert not np.isnan(one.groups[Level.ZONE].close[0, -10:]).all()
        assert len(one.groups[Level.CELL].groups) > 20


def test_the_composite_has_the_latest_month_of_its_slowest_domain(told: Told):
    zone = told.composites.by_level[Level.ZONE]
    assert zone.latest is not None
    slowest = min(month.first for domain in zone.domains.tolist() if (month := zone.latest_of(domain)))
    assert zone.latest.first == slowest == date(2025, 1, 1)
    after = {run.indicator for run in zone.missing if run.last.first > slowest}
    assert {"loan_balance_cny", "export_cny", "insured_persons"} <= after  # monthly ones are known 20 days later
    assert zone.held[:, 0, -1].any()  # of land, a quarter stands for its months
    assert told.made.province
    page = told.made.province.composite[Level.ZONE]
    assert page.latest_complete == slowest
    assert page.missing


def test_a_backtest_sees_of_that_moment_what_the_run_shows(told: Told):
    in_force = without_shipped_events(declarations_in_force(told.bureau.catalog, AS_OF))
    months = zone_months(told.bureau, in_force, as_of=AS_OF, manifest=newest(told.bureau.store))
    zone, rows = told.composites.by_level[Level.ZONE], months.panel
    np.testing.assert_allclose(rows.of(zone.domains.tolist()).value, zone.sub[:, 0], rtol=1e-12)
    np.testing.assert_allclose(rows.of([zone.index]).value[0], zone.value[0], rtol=1e-12)
    for method in told.composites.methods:
        np.testing.assert_allclose(rows.of([method.spec.code]).value[0], method.value, rtol=1e-9)
    assert months.why_none is None


def test_every_sub_index_of_the_base_averages_100(told: Told):
    zone = told.composites.by_level[Level.ZONE]
    base = declarations_in_force(told.bureau.catalog).composite.base
    inside = (zone.months >= np.datetime64(base.first)) & (zone.months <= np.datetime64(base.last))
    assert zone.sub[:, 0, inside].mean(axis=1) == pytest.approx(100)


def test_there_is_an_mbi_or_its_reason(told: Told):
    """26 months of composites have 14 with a year before them, and the regression needs 12 of them released: this history is too short by some."""
    found = told.composites.mbi
    assert found is not None
    assert found.reason[-1] is NoMbi.NO_GROWTH
    assert {reason for reason in found.reason[:-1] if reason is not NoMbi.NO_GROWTH} == {NoMbi.TOO_FEW}
    assert told.made.province
    assert told.made.province.mbi == NoMbi.NO_GROWTH.text()


def test_the_zone_by_each_method_stands_on_its_own_base(told: Told):
    expert, equal, board = told.composites.methods[:3]
    np.testing.assert_array_equal(expert.value, told.composites.by_level[Level.ZONE].value[0])
    for one in (expert, equal, board):
        base = one.spec.base
        inside = (one.months >= np.datetime64(base.first)) & (one.months <= np.datetime64(base.last))
        assert one.value[inside].mean() == pytest.approx(100)
        assert named(told, one.spec.code, "440000") == pytest.approx(one.value, nan_ok=True)
        assert sum(share for _, share in one.counts) == pytest.approx(1)
    assert len({round(float(one.value[-3]), 4) for one in (expert, equal, board)}) == 3


def test_the_other_methods_are_made_or_say_why_not(told: Told):
    """Two years are too short for a growth cycle; the geometric mean lies below the arithmetic one of the same weights."""
    made = {one.spec.method: one for one in told.composites.methods[3:]}
    assert made.keys() == {"critic", "entropy", "geometric", "oecd_cli", "pca"}
    cycle = made.pop("oecd_cli")
    assert cycle.why_none is not None
    assert "24 periods" in cycle.why_none.en
    for one in made.values():
        assert named(told, one.spec.code, "440000") == pytest.approx(one.value, nan_ok=True)
        assert sum(share for _, share in one.counts) == pytest.approx(1)
    assert made["geometric"].value[-3] < told.composites.methods[0].value[-3]


@pytest.mark.parametrize("level", [Level.CITY, Level.INDUSTRY, Level.CELL])
def test_growth_of_all_groups_is_over_the_enterprises_of_the_zone(told: Told, level: Level):
    growth = told.made.computed.growth
    zone, parts = growth[Level.ZONE], growth[level]
    assert parts.enterprises.sum(axis=0).tolist() == zone.enterprises[0].tolist()
    compared = np.isfinite(zone.raw[0])
    assert zone.enterprises[0, compared].min() > 100
    assert (np.nanmin(parts.raw[:, compared], axis=0) <= zone.raw[0, compared]).all()
    assert (np.nanmax(parts.raw[:, compared], axis=0) >= zone.raw[0, compared]).all()


def test_a_festival_that_moves_is_taken_out_of_growth(told: Told):
    """New Year: 10 February 2024, 29 January 2025. The simulation knows nothing of the adjustment."""
    zone = told.made.computed.growth[Level.ZONE]
    at = {
        (str(last)[:7], bool(both)): place
        for place, (last, both) in enumerate(zip(zone.periods.last, zone.periods.combined, strict=True))
    }
    january, february, both = at["2025-01", False], at["2025-02", False], at["2025-02", True]
    apart = zone.raw[0, february] - zone.raw[0, january]
    assert apart > 0.3
    for figure in (zone.excluding_festival, zone.working_day_adjusted, zone.lunar_aligned):
        # festivals differ in more than their date, so some of it stays; two months together hold most of each festival
        assert abs(figure[0, february] - figure[0, january]) < apart / 2
        assert abs(figure[0, both] - zone.raw[0, both]) < 0.05
    assert not zone.periods.complete[-1]  # the data end on 10 March
    assert named(told, "yearly_growth.excluding_festival", "440000")[-1] == pytest.approx(
        zone.excluding_festival[0, february]
    )


def test_the_command_tells_the_growth_of_a_page(told: Told, mbi):
    cells = told.made.computed.growth[Level.CELL]
    place = int(np.nanargmax(np.where(np.isfinite(cells.raw).any(axis=1), cells.enterprises.max(axis=1), -1)))
    city, industry = parts_of(str(cells.groups[place]))
    asked = mbi("-b", told.folder, "growth", "--place", city, "--industry", industry, "--json").json
    page = json.loads((told.folder / f"output/data/cell/{city}-{industry}.json").read_text(encoding="utf-8"))
    assert {name: asked[name] for name in page["growth"]} == page["growth"]
    assert asked["level"] == "cell"


def named(told: Told, indicator: str, subject: str) -> list[float]:
    """Return a monthly figure as kept by name, in the order of months."""
    asked = (pc.field("indicator") == indicator) & (pc.field("subject") == subject)
    rows = told.made.figures.filter(asked).sort_by("period")
    return [np.nan if value is None else value for value in rows["value"].to_pylist()]


# Everything adds up


@pytest.mark.parametrize("level", [Level.CITY, Level.INDUSTRY])
def test_answers_of_all_groups_are_the_answers_of_the_zone(told: Told, level: Level):
    zone, parts = told.made.computed.diffusion[Level.ZONE], told.made.computed.diffusion[level]
    assert parts.enterprises.sum(axis=0).tolist() == zone.enterprises[0].tolist()
    assert zone.enterprises[0, 1:].min() > 100
    weighted = np.nansum(parts.value * parts.enterprises, axis=0)[1:] / zone.enterprises[0, 1:]
    assert weighted == pytest.approx(zone.value[0, 1:])
    assert named(told, "diffusion", "440000") == pytest.approx(zone.value[0], nan_ok=True)
    first = str(parts.groups[0])
    assert named(told, "diffusion", first) == pytest.approx(parts.value[0], nan_ok=True)


def test_weights_and_members_of_every_level_sum_to_the_zone(told: Told):
    zone = told.groups.series[Level.ZONE]
    assert zone.weight[0] == pytest.approx(1)
    for level in PARTITIONS:
        series = told.groups.series[level]
        assert series.weight.sum() == pytest.approx(1, abs=1e-12)
        assert series.members.sum() == zone.members[0]


@pytest.mark.parametrize(("level", "place"), [(Level.CITY, 0), (Level.INDUSTRY, 1)])
def test_weights_and_members_of_cells_sum_to_their_city_and_industry(told: Told, level: Level, place: int):
    cells, whole = told.groups.series[Level.CELL], told.groups.series[level]
    of = np.array([parts_of(code)[place] for code in cells.groups.tolist()])
    assert set(of) == set(whole.groups)
    for row, code in enumerate(whole.groups):
        assert cells.weight[of == code].sum() == pytest.approx(whole.weight[row], abs=1e-12)
        assert cells.members[of == code].sum() == whole.members[row]


def test_the_zone_as_a_group_has_the_level_of_the_zone(told: Told):
    assert told.groups.series[Level.ZONE].close[0] == pytest.approx(told.made.computed.series.close, rel=1e-9)


def test_the_load_of_every_day_is_that_of_its_cities(told: Told):
    """Stints place everybody once a day: the sum over cities of what their enterprises count is what all count."""
    terms, stints = told.made.computed.terms, told.groups.stints
    counted = np.where(terms.member, terms.weight[:, None] * np.nan_to_num(terms.relative), 0.0)
    for level in PARTITIONS:
        total, one = np.zeros(len(terms.days)), stints[level]
        for row, first, stop in zip(one.row, one.first, one.stop, strict=True):
            total[first:stop] += counted[row, first:stop]
        assert total == pytest.approx(counted.sum(axis=0), rel=1e-9)


def test_the_parts_of_every_change_sum_to_their_whole_exactly(told: Told):
    assert told.made.province
    changes = told.made.province.changes
    assert [change.root.level for change in changes] == [Level.ZONE] * 3
    for change in changes:
        for node in nodes(change.root):
            if node.parts:
                assert summed(node.parts) == node.points


def test_changes_are_those_published(told: Told):
    assert told.made.province
    month, weeks, composite = (change.root.points for change in told.made.province.changes)
    complete = [one for one in told.made.computed.months if one.closing_day == one.period.last]
    assert month == complete[-1].change
    assert told.made.computed.recent
    assert weeks == told.made.computed.recent.change
    value = told.composites.by_level[Level.ZONE].value[0]
    last = np.flatnonzero(~np.isnan(value))[-1]
    assert composite == published(value[last]) - published(value[last - 1])


def test_nothing_but_rounding_is_left_of_the_composites_change(told: Told):
    """The points of enterprises in eight domains make up the change of the composite: what they do not explain is less than two halves of a digit."""
    assert told.composites.change
    _, root = told.composites.change
    (rounding,) = [part.points for part in root.parts if part.level == LineKind.ROUNDING]
    assert abs(rounding) <= Decimal("0.0101")
    assert {part.code for part in root.parts if part.code} <= set(told.composites.domains)
    assert root.parts[0].parts[0].level == Level.CITY
    assert root.parts[0].parts[0].parts[0].parts[0].level == Level.ENTERPRISE


# Lights


def test_every_level_has_lights_of_its_last_day(told: Told):
    assert set(told.groups.lights) == {level for level in Level if level is not Level.ENTERPRISE}
    for level, lights in told.groups.lights.items():
        series = told.groups.series[level]
        assert lights.subjects.tolist() == series.groups.tolist()
        assert lights.days[-1] == series.days[-1]
        assert (lights.colour[:, -1] != Colour.NO_DATA).any()
        assert not ((lights.colour[:, -1] == Colour.GREEN) & np.isnan(series.close[:, -1])).any()


def test_every_light_says_why_in_both_languages(told: Told):
    province = told.made.province
    assert province
    for level, lights in told.groups.lights.items():
        for code in lights.subjects.tolist():
            reason = province.reason(level, code)
            assert reason.zh
            assert reason.en


def test_a_planted_late_shutdown_is_a_red_light_with_its_reason(told: Told):
    (event,) = told.planted("shutdown")
    lights = told.made.computed.enterprise_lights
    row = lights.subjects.tolist().index(event["enterprises"][0])
    assert lights.colour[row, -1] == Colour.RED
    since = lights.since[row, -1].item()
    assert 0 <= (since - date.fromisoformat(event["first"])).days <= 7
    rule = declarations_in_force(told.bureau.catalog).enterprise_rule
    assert "−9" in reason_text(lights, row, -1, rule).en  # a fall by 90-odd per cent


def test_who_begins_to_generate_electricity_is_not_red_for_it(told: Told):
    """From the beginning on for four weeks, when its use of the grid has fallen and the level's past has not, and on the last day."""
    lights = told.made.computed.enterprise_lights
    rows = {code: row for row, code in enumerate(lights.subjects.tolist())}
    since = told.made.computed.use.since
    assert since is not None
    starters = {
        event["enterprises"][0]: np.datetime64(event["first"]) for event in told.planted("own_generation_start")
    }
    assert any(lights.days[0] <= first for first in starters.values())
    for code, first in starters.items():
        judged = (lights.days >= first) & (lights.days < first + 28)
        assert not (lights.colour[rows[code], judged] == Colour.RED).any()
        assert lights.colour[rows[code], -1] != Colour.RED
        assert not np.isnat(since[rows[code]])


# Feeds, links, time


def test_the_feeds_that_were_cut_off_have_an_alarm_and_no_others(told: Told):
    cut = {feed["source"]: feed["kind"] for feed in told.truth["feeds"]}
    found = {one.source: str(one.kind) for one in alarms(told.bureau, as_of=AS_OF)}
    assert cut == {"telecom": "stopped", "equipment": "short"}
    assert found == {"telecom": "late", "equipment": "short"}
    assert told.made.province
    assert len(told.made.province.alarms) == 2


def test_what_no_rule_links_waits_and_no_link_is_without_a_basis(told: Told):
    links, waiting = told.linked.links, told.linked.waiting
    assert waiting.num_rows > 0
    assert set(links["basis"].to_pylist()) <= {str(one.value) for one in LinkBasis}
    assert links["enterprise"].null_count == 0
    queue = review_queue(told.bureau, AS_OF)
    assert len(queue) == waiting.num_rows
    assert any(one.candidates for one in queue)


def test_files_of_later_days_do_not_change_what_was_known(told: Told):
    assert told.earlier_again.equals(told.earlier)
    assert told.earlier.num_rows > 1000


# Pages


def test_every_link_of_every_page_leads_to_a_file(told: Told):
    output = told.folder / "output"
    files = {file.relative_to(output).as_posix() for file in output.rglob("*") if file.is_file()}
    pages = {path for path in files if path.endswith(".html")}
    led_to: set[str] = set()
    for path in pages:
        links = [link for link in HREF.findall((output / path).read_text(encoding="utf-8")) if ":" not in link]
        led_to |= {unquote(posixpath.normpath(posixpath.join(posixpath.dirname(path), link))) for link in links}
    assert led_to - files == set()
    assert len(pages) > 2 * 250


def test_the_matrix_has_a_linked_dot_for_every_cell(told: Told):
    codes = told.groups.series[Level.CELL].groups.tolist()
    page = (told.folder / "output/en/matrix.html").read_text(encoding="utf-8")
    assert {f"cell/{code}.html" for code in codes} <= set(HREF.findall(page))
    document = json.loads((told.folder / "output/data/matrix.json").read_text(encoding="utf-8"))
    assert sum(count["groups"] for count in document["counts"]) == len(codes)


# mbi explain


def sums_of(node: dict[str, Any]) -> Iterator[tuple[Decimal, Decimal]]:
    if parts := node.get("parts"):
        yield Decimal(node["points"]), sum((Decimal(part["points"]) for part in parts), Decimal(0))
        for part in parts:
            yield from sums_of(part)


@pytest.mark.parametrize(
    "arguments",
    [
        ("2025-02", "--by", "city,industry"),
        ("2025-02", "--by", "size_class"),
        ("2025-02", "--by", "industry,county"),
        ("2025-02", "--group", "440600"),
        ("2025-02", "--group", "industry/C39"),
        ("--index", "composite"),
        ("--index", "composite", "--path", "export_cny/440300/C39"),
    ],
)
def test_an_explained_tree_is_exact_at_every_node(told: Told, mbi, arguments: tuple[str, ...]):
    said = mbi("-b", told.folder, "explain", *arguments, "--json")
    assert said.code == ExitCode.OK
    pairs = list(sums_of(said.json["tree"]))
    assert pairs
    assert all(whole == parts for whole, parts in pairs)


def test_the_composites_tree_is_that_of_the_run(told: Told, mbi):
    assert told.composites.change
    period, root = told.composites.change
    tree = mbi("-b", told.folder, "explain", str(period), "--index", "composite", "--json").json["tree"]
    assert (tree["level"], tree["points"], len(tree["parts"])) == ("zone", str(root.points), len(root.parts))
    biggest = root.parts[0]
    path = f"{biggest.code}/{biggest.parts[0].code}"
    part = mbi("-b", told.folder, "explain", "--index", "composite_expert", "--path", path, "--json").json["tree"]
    assert Decimal(part["points"]) == biggest.parts[0].points


def test_a_groups_own_change_is_that_of_its_level(told: Told, mbi):
    series = told.groups.series[Level.CITY]
    row = series.groups.tolist().index("440300")
    ends = [np.flatnonzero(series.days == np.datetime64(day))[0] for day in ("2025-01-31", "2025-02-28")]
    opening, closing = (published(series.close[row, end]) for end in ends)
    tree = mbi("-b", told.folder, "explain", "2025-02", "--group", "440300", "--json").json["tree"]
    assert (tree["level"], tree["code"], Decimal(tree["points"])) == ("city", "440300", closing - opening)
    assert {part["level"] for part in tree["parts"]} == {"industry", "entry_and_exit", "rounding"}
    (rounding,) = [Decimal(part["points"]) for part in tree["parts"] if part["level"] == "rounding"]
    assert abs(rounding) <= Decimal("0.0101")


def test_a_tree_in_the_terminal_has_names_and_the_largest_first(told: Told, mbi):
    said = mbi("-b", told.folder, "explain", "2025-02", "--by", "city,industry", "--top", 2, lang="zh").out
    assert "模拟数据" in said
    assert "其余" in said
    assert re.search(r"^[├└]── .*  44\d{4} \w+市$", said, re.MULTILINE)
    points = [abs(Decimal(found)) for found in re.findall(r"^[├└]── ([+-][\d.]+)  \d{6}", said, re.MULTILINE)]
    assert len(points) == 2
    assert all(one >= other for one, other in pairwise(points))


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--group", "999999"), "explain.unknown-group"),
        (("--group", "industry/440600"), "explain.unknown-group"),
        (("--path", "440300/C99"), "explain.no-such-part"),
        (("--index", "nonsense"), "explain.unknown-index"),
        (("2024-06", "--index", "composite"), "explain.month-not-kept"),
        (("1999-01", "--by", "city"), "drilldown.no-days"),
    ],
)
def test_what_cannot_be_explained(told: Told, mbi, arguments: tuple[str, ...], code: str):
    said = mbi("-b", told.folder, "explain", *arguments)
    assert said.code == ExitCode.PROBLEM
    assert code in said.words


@pytest.mark.parametrize(
    "arguments",
    [("--by", "zone"), ("--by", "city,city"), ("--by", "cluster"), ("--index", "composite", "--by", "city")],
)
def test_what_is_asked_for_wrongly(told: Told, mbi, arguments: tuple[str, ...]):
    assert mbi("-b", told.folder, "explain", *arguments).code == ExitCode.USAGE


def test_every_figure_has_one_name_and_the_value_of_its_group(told: Told):
    figures = told.made.figures
    named = figures.group_by(["indicator", "subject", "period"]).aggregate([("value", "count")])
    assert named.num_rows == figures.num_rows
    series = told.groups.series[Level.CELL]
    day = str(series.days[-1])
    asked = pc.and_(pc.equal(figures["indicator"], series.index), pc.equal(figures["period"], day))
    kept = {row["subject"]: row["value"] for row in figures.filter(asked).to_pylist()}
    there = ~np.isnan(series.close[:, -1])
    assert there.sum() > 50
    for cell, close in zip(series.groups[there].tolist(), series.close[there, -1].tolist(), strict=True):
        assert kept[cell] == close
