"""An invented province for the pages: as many cities and industries as asked for, every section with something to say, sums that can be checked by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import numpy as np
import pytest

from openmbi.catalog.lights import change_rule_of, load_change_rules
from openmbi.catalog.loader import load_all
from openmbi.catalog.palettes import Palette
from openmbi.core.adjusted import OutlierKind
from openmbi.core.cell_codes import cell_code
from openmbi.core.growth import ReaderGrowth
from openmbi.core.language import Text
from openmbi.core.tables import Colour, ContributionNode, GroupSeries, Level, Lights, LineKind, Polarity
from openmbi.index.growth_days import growth_periods
from openmbi.lights.month_ends import month_end_lights
from openmbi.reports.overview.inputs import Timing
from openmbi.reports.overview.outliers import ReportedOutlier
from openmbi.reports.province.enterprise_inputs import (
    AccountEntry,
    EnterpriseInput,
    LinkEntry,
    RegisterEntry,
    SourceLevels,
)
from openmbi.reports.province.inputs import (
    Belonging,
    Change,
    Circumstances,
    Enterprises,
    FeedAlarm,
    GroupComposite,
    KnownEvent,
    LinkingSummary,
    MbiEstimate,
    ProvinceInput,
)
from openmbi.reports.province.method_inputs import DiffusionFigures, MethodFigures

LAST = date(2024, 9, 15)
LOCAL = timezone(timedelta(hours=8))
ZONE = "440000"
CITIES = {
    "440100": ("广州市", "Guangzhou", (4, 2)),
    "440200": ("韶关市", "Shaoguan", (4, 0)),
    "440300": ("深圳市", "Shenzhen", (5, 3)),
    "440400": ("珠海市", "Zhuhai", (4, 4)),
    "440500": ("汕头市", "Shantou", (8, 2)),
    "440600": ("佛山市", "Foshan", (3, 2)),
    "440700": ("江门市", "Jiangmen", (3, 3)),
    "440800": ("湛江市", "Zhanjiang", (0, 5)),
    "440900": ("茂名市", "Maoming", (1, 4)),
    "441200": ("肇庆市", "Zhaoqing", (2, 2)),
    "441300": ("惠州市", "Huizhou", (6, 2)),
    "441400": ("梅州市", "Meizhou", (7, 1)),
    "441500": ("汕尾市", "Shanwei", (7, 3)),
    "441600": ("河源市", "Heyuan", (6, 1)),
    "441700": ("阳江市", "Yangjiang", (2, 4)),
    "441800": ("清远市", "Qingyuan", (4, 1)),
    "441900": ("东莞市", "Dongguan", (5, 2)),
    "442000": ("中山市", "Zhongshan", (4, 3)),
    "445100": ("潮州市", "Chaozhou", (8, 1)),
    "445200": ("揭阳市", "Jieyang", (7, 2)),
    "445300": ("云浮市", "Yunfu", (2, 3)),
}
INDUSTRIES = [f"C{number}" for number in range(13, 44)]

Province = Callable[..., ProvinceInput]


def invented_province(
    cities: int = 3, industries: int = 4, enterprises_a_cell: int = 2, days: int = 450
) -> ProvinceInput:
    return _Invented(cities, industries, enterprises_a_cell, days).source()


class _Invented:
    def __init__(self, cities: int, industries: int, enterprises: int, days: int) -> None:
        self.cities = sorted(CITIES)[:: max(1, len(CITIES) // cities)][:cities]
        self.industries = sorted(INDUSTRIES, key=lambda code: code not in ("C39", "C31", "C17"))[:industries]
        self.industries.sort()
        self.cells = [cell_code(city, industry) for city in self.cities for industry in self.industries]
        self.days = np.datetime64(LAST) - np.arange(days)[::-1]
        self.random = np.random.default_rng(7)
        self.own = [(cell, number) for cell in self.cells for number in range(enterprises)]
        self.weight = np.exp(self.random.normal(0, 1.6, len(self.own)))
        self.weight /= self.weight.sum()
        self.cell_of = np.array([cell for cell, _ in self.own])

    def source(self) -> ProvinceInput:
        groups = self._groups()
        series = {level: self._series(level, of) for level, of in groups.items()}
        palettes = load_all(Palette, "palettes", None)
        rules = load_change_rules(None)
        return ProvinceInput(
            about=Circumstances(
                bureau=Text("示例省制造业监测处", "Example monitoring desk"),
                zone=Text("示例省", "Example Province"),
                zone_code=ZONE,
                simulated=True,
                as_of=datetime(2024, 9, 16, 23, 59, 59, tzinfo=LOCAL),
                run_at=datetime(2024, 9, 17, 6, 30, tzinfo=LOCAL),
                timing=Timing.PSEUDO_REAL_TIME,
                data_until=LAST,
                palette=palettes["risk"],
            ),
            series=series,
            lights=(lights := {level: self._lights(one) for level, one in series.items()}),
            month_lights={level: month_end_lights(one, 12) for level, one in lights.items()},
            reason=lambda level, code: Text(f"{code} 近 28 日均值下降", f"the 28-day mean of {level} {code} fell"),
            rules={level: change_rule_of(level, rules) for level in series},
            names={
                Level.ZONE: {ZONE: Text("示例省", "Example Province")},
                Level.CITY: {code: Text(*CITIES[code][:2]) for code in self.cities},
                Level.INDUSTRY: {code: Text(f"{code} 制造业", f"Manufacture of {code}") for code in self.industries},
                Level.SIZE_CLASS: {"large": Text("大型", "Large"), "small": Text("小型", "Small")},
            },
            tiles={code: CITIES[code][2] for code in self.cities},
            composite={level: self._composite(one) for level, one in series.items() if level is not Level.SIZE_CLASS},
            methods=self._methods(),
            diffusion={
                level: self._diffusion(one)
                for level, one in series.items()
                if level in (Level.ZONE, Level.CITY, Level.INDUSTRY)
            },
            growth={level: invented_growth(level, one.groups, LAST) for level, one in series.items()},
            mbi=MbiEstimate(
                target=Text("规模以上工业增加值", "Value added of industry"),
                month=date(2024, 8, 1),
                growth=5.83,
                standard_error=0.71,
                reference=4.5,
                value=101.33,
                error=0.84,
                error_months=14,
                no_change_error=1.25,
                colour=Colour.GREEN,
                reason=Text("增长高于参照", "growth above its reference"),
            ),
            mbi_palette=palettes["cycle5"],
            changes=(self._change(),),
            enterprises=self._enterprises(groups),
            events=(
                KnownEvent(
                    Text("台风（示例）", "Typhoon (example)"),
                    Text("台风", "typhoon"),
                    date(2024, 9, 5),
                    date(2024, 9, 7),
                    cities=(self.cities[0],),
                ),
            ),
            alarms=(
                FeedAlarm(
                    Text("货运", "Freight"),
                    Text("迟到", "late"),
                    date(2024, 9, 10),
                    Text("应到 9 月 9 日", "due on 9 September"),
                ),
            ),
            linking=LinkingSummary(((Text("按统一社会信用代码", "by credit code"), 900),), 23),
            weights_note=Text("权重为企业增加值", "the weight is value added"),
            notes=(Text("用电不等于产出", "electricity is not output"),),
        )

    def _groups(self) -> dict[Level, np.ndarray]:
        """Return the group of every enterprise by level."""
        return {
            Level.ZONE: np.full(len(self.own), ZONE),
            Level.CITY: np.array([cell[:6] for cell in self.cell_of]),
            Level.INDUSTRY: np.array([cell[7:] for cell in self.cell_of]),
            Level.CELL: self.cell_of,
            Level.SIZE_CLASS: np.where(self.weight > np.median(self.weight), "large", "small"),
        }

    def _series(self, level: Level, of: np.ndarray) -> GroupSeries:
        codes, number = np.unique(of, return_inverse=True)
        shape = (len(codes), len(self.days))
        drift = np.cumsum(self.random.normal(0, 0.7, shape), axis=1)
        close = 100 + drift + self.random.normal(0, 1.5, shape)
        close[0, 5:9] = np.nan
        return GroupSeries(
            index="activity_level",
            level=level,
            groups=codes,
            days=self.days,
            close=close,
            coverage=np.full(shape, 0.973),
            weight=np.bincount(number, self.weight),
            members=np.bincount(number),
            restarted=np.zeros(shape, bool),
            provisional=np.arange(len(self.days)) >= len(self.days) - 2,
        )

    def _lights(self, series: GroupSeries) -> Lights:
        days = self.days[-400:]
        close = series.close[:, -len(days) :]
        mean = np.lib.stride_tricks.sliding_window_view(close, 14, axis=1).mean(axis=2)
        change = mean[:, 14:] / mean[:, :-14] - 1
        measure = np.hstack([np.full((len(change), len(days) - change.shape[1]), np.nan), change])
        colour = np.select(
            [np.isnan(measure), measure < -0.05, measure < -0.03], [Colour.NO_DATA, Colour.RED, Colour.YELLOW], 1
        ).astype(np.uint8)
        begun = np.hstack([np.ones((len(colour), 1), bool), colour[:, 1:] != colour[:, :-1]])
        since = days[np.maximum.accumulate(np.where(begun, np.arange(len(days)), 0), axis=1)]
        nothing = np.zeros(colour.shape, np.uint8)
        return Lights("risk", Polarity.RISK, series.groups, days, colour, measure, nothing, ("steady",), since)

    def _composite(self, series: GroupSeries) -> GroupComposite:
        months = np.arange(np.datetime64("2022-01"), np.datetime64("2024-09")).astype("datetime64[D]")
        sub = 100 + np.cumsum(self.random.normal(0, 1.2, (3, len(series.groups), len(months))), axis=2)
        sub[2, :, -1] = np.nan
        domains = (Text("用电", "Electricity"), Text("货运", "Freight"), Text("通关", "Customs"))
        missing = (Text("通关：2024年8月未到", "customs: August 2024 not in"),)
        return GroupComposite(series.groups, months, np.nanmean(sub, axis=0), domains, sub, date(2024, 7, 1), missing)

    def _methods(self) -> tuple[MethodFigures, ...]:
        """Return two methods that are made, the second known a month longer, and one that is not."""
        months = np.arange(np.datetime64("2022-01"), np.datetime64("2024-09")).astype("datetime64[D]")
        random = np.random.default_rng(11)
        value = 100 + np.cumsum(random.normal(0, 1.0, (2, len(months))), axis=1)
        value[0, -1] = np.nan
        base = {"base_first": date(2022, 1, 1), "base_last": date(2022, 12, 31)}
        level = Text("在指数水平中的权重", "weights in the level")
        parts = ((Text("用电", "Electricity"), 0.6), (Text("货运", "Freight"), 0.4))
        none = Text("2024-08 缺 freight_t", "freight_t missing in 2024-08")
        return (
            MethodFigures(Text("专家权重", "Expert weights"), months, value[0], counts=parts, shares_of=level, **base),
            MethodFigures(Text("等权", "Equal weights"), months, value[1], counts=parts, shares_of=level, **base),
            MethodFigures(
                Text("变化法", "By changes"),
                months,
                np.full(len(months), np.nan),
                counts=(),
                shares_of=level,
                why_none=none,
                **base,
            ),
        )

    def _diffusion(self, series: GroupSeries) -> DiffusionFigures:
        """Return shares in whole per cent; the first month is not known."""
        months = np.arange(np.datetime64("2023-01"), np.datetime64("2024-09")).astype("datetime64[D]")
        random = np.random.default_rng(13)
        up, same = (random.integers(10, 50, (len(series.groups), len(months))).astype(float) for _ in range(2))
        up[:, 0] = same[:, 0] = np.nan
        asked = np.full(up.shape, 40) * ~np.isnan(up)
        return DiffusionFigures(series.groups, months, up + same / 2, up, same, asked, tolerance=0.02)

    def _change(self) -> Change:
        """Return a change whose enterprises have whole hundredths, with a rounding line of 0.01."""
        points = [Decimal(int(each)).scaleb(-2) for each in self.random.integers(-9, 8, len(self.own))]
        cells = {cell: [] for cell in self.cells}
        for (cell, _), code, each in zip(self.own, self._codes(), points, strict=True):
            cells[cell].append(ContributionNode(Level.ENTERPRISE, code, each))
        cities = []
        for city in self.cities:
            parts = [
                ContributionNode(Level.INDUSTRY, cell[7:], _total(nodes), tuple(nodes))
                for cell, nodes in cells.items()
                if cell.startswith(city)
            ]
            cities.append(ContributionNode(Level.CITY, city, _total(parts), tuple(parts)))
        rounding = ContributionNode(LineKind.ROUNDING, "", Decimal("0.01"))
        root = ContributionNode(Level.ZONE, ZONE, _total(cities) + rounding.points, (*cities, rounding))
        return Change(Text("最近 28 天", "Latest 28 days"), date(2024, 8, 18), LAST, root)

    def _codes(self) -> list[str]:
        return [f"E{number:05d}" for number in range(len(self.own))]

    def _enterprises(self, groups: dict[Level, np.ndarray]) -> Enterprises:
        rows = np.arange(len(self.own))
        codes = np.array(self._codes())
        return Enterprises(
            code=codes,
            name=np.array([f"{code} 有限公司 <A&B>" if row else "" for row, code in enumerate(codes)]),
            city=groups[Level.CITY],
            industry=groups[Level.INDUSTRY],
            size_class=groups[Level.SIZE_CLASS],
            weight=self.weight,
            colour=self.random.choice(np.array([1, 1, 1, 1, 2, 3, 0], np.uint8), len(rows)),
            since=np.full(len(rows), np.datetime64("2024-08-30")),
            level=np.round(100 + self.random.normal(0, 20, len(rows)), 2),
            belongs={level: Belonging(rows, of) for level, of in groups.items()},
        )


def invented_growth(level: Level, groups: np.ndarray, last: date, months: int = 20) -> ReaderGrowth:
    """Return growth by month up to a day: raw growth is far below in January and above in February, the rest is near 5 %; the third group has none."""
    first = np.datetime64(last, "M") - months + 1
    periods = growth_periods(np.arange(first.astype("datetime64[D]"), np.datetime64(last) + 1))
    random, shape = np.random.default_rng(17), (len(groups), len(periods.last))
    underlying = 0.05 + random.normal(0, 0.01, shape)
    month = periods.last.astype("datetime64[M]").astype(int) % 12
    festival = np.where(periods.combined, 0.003, np.select([month == 0, month == 1], [0.21, -0.17], 0.0))
    noise = [random.normal(0, 0.004, shape) for _ in range(3)]
    underlying[2:3] = np.nan
    return ReaderGrowth(
        level=level,
        groups=groups,
        periods=periods,
        raw=underlying - festival,
        excluding_festival=underlying,
        working_day_adjusted=underlying + noise[0],
        temperature_adjusted=np.full(shape, np.nan),
        lunar_aligned=underlying + noise[1],
        month_annualised=np.where(periods.combined, np.nan, underlying + 5 * noise[2]),
        enterprises=np.full(shape, 40) * ~np.isnan(underlying),
        lunar_enterprises=np.full(shape, 38) * ~np.isnan(underlying),
        load_share=np.where(np.isnan(underlying), np.nan, 0.972),
        parts_known=True,
        seasonal=True,
        provisional=np.arange(shape[1]) >= shape[1] - 1,
    )


def _total(nodes: list[ContributionNode]) -> Decimal:
    return sum((node.points for node in nodes), Decimal("0.00"))


@pytest.fixture(scope="session")
def province() -> Province:
    """Make an invented province."""
    return invented_province


@pytest.fixture(scope="session")
def small_province() -> ProvinceInput:
    return invented_province()


def invented_enterprise(days: int = 420) -> EnterpriseInput:
    """Return an enterprise that moved, with a shared meter and a month that one source still lacks."""
    random = np.random.default_rng(3)
    months = np.arange(np.datetime64("2022-01"), np.datetime64("2024-09")).astype("datetime64[D]")
    use = 100 + np.cumsum(random.normal(0, 2, len(months)))
    freight = np.where(np.arange(len(months)) < len(months) - 1, 90 + random.normal(0, 6, len(months)), np.nan)
    return EnterpriseInput(
        code="91440606MA4TEST00X",
        name="佛山示例电子有限公司",
        days=np.datetime64(LAST) - np.arange(days)[::-1],
        close=np.r_[100 + random.normal(0, 4, days - 20), np.full(18, 62.0), np.nan, 61.5],
        light=Colour.RED,
        since=date(2024, 9, 2),
        reason=Text("近 7 日均值较此前下降 38%", "the 7-day mean is down 38 %"),
        weight=0.00412,
        colour=np.r_[np.full(days - 14, 1), np.full(14, 3)].astype(np.uint8),
        groups=(
            ("city/440600", Text("佛山市", "Foshan")),
            ("cell/440600-C39", Text("佛山 · 计算机电子", "Foshan · Electronics")),
        ),
        peers=100 + random.normal(0, 2, days),
        peers_name=Text("佛山 · 计算机电子", "Foshan · Electronics"),
        sources=(
            SourceLevels(
                Text("用电", "Electricity"),
                Text("用电量", "Electricity use"),
                months,
                use,
                Text("2022 年", "2022"),
                Text("千瓦时", "kWh"),
                use * 1000,
            ),
            SourceLevels(Text("货运", "Freight"), Text("货运量", "Freight"), months, freight, Text("2022 年", "2022")),
        ),
        register=(
            RegisterEntry(date(2015, 3, 1), date(2023, 6, 30), Text("深圳市宝安区", "Bao'an, Shenzhen")),
            RegisterEntry(
                date(2023, 7, 1),
                None,
                Text("佛山市顺德区", "Shunde, Foshan"),
                Text("C39", "C39"),
                Text("中型", "medium"),
            ),
        ),
        links=(
            LinkEntry(Text("电表", "meter"), "M-1001", 0.6, date(2023, 7, 1), None, Text("按代码", "by code")),
            LinkEntry(
                Text("电表", "meter"), "M-0007", 1.0, date(2015, 3, 1), date(2023, 6, 30), Text("复核", "reviewed")
            ),
        ),
        accounts=(AccountEntry(2022, 41_236_000.0, None, 2_100_000.0, 312), AccountEntry(2023, 43_911_000.0)),
        outliers=(
            ReportedOutlier(date(2022, 4, 1), OutlierKind.TEMPORARY_CHANGE, 0.35),
            ReportedOutlier(LAST - timedelta(days=200), OutlierKind.ADDITIVE_OUTLIER, -2.5),
            ReportedOutlier(
                LAST - timedelta(days=19),
                OutlierKind.LEVEL_SHIFT,
                -0.48,
                Text("已知事件：示例台风，2024-08-27", "known event: an invented typhoon, 2024-08-27"),
            ),
        ),
        notes=(Text("自备发电不详", "own generation is not known"),),
    )


@pytest.fixture(scope="session")
def small_enterprise() -> EnterpriseInput:
    return invented_enterprise()
