"""The 21 prefecture cities of Guangdong with some of their counties: codes of GB/T 2260, number-plate letters, and how warm they are.

Codes and names are facts; shares of enterprises and climate are invented round figures.
"""

from __future__ import annotations

from dataclasses import dataclass

PROVINCE = "440000"


@dataclass(frozen=True)
class City:
    """A city. `share`: of the province's enterprises. `mean_c`, `swing_c`: temperature of the year, and how far summer lies above it, in °C."""

    code: str
    name: str
    plate: str
    share: float
    mean_c: float
    swing_c: float
    coast: bool
    counties: tuple[tuple[str, str], ...]


def _city(line: str) -> City:
    code, name, plate, share, mean_c, swing_c, coast, *counties = line.split()
    pairs = tuple((code[:4] + each[:2], each[2:]) for each in counties)
    return City(code, name, plate, float(share), float(mean_c), float(swing_c), coast == "1", pairs)


_TABLE = """
440100 广州 A 0.140 22.5 7.5 0 11白云区 12黄埔区 13番禺区 14花都区 15南沙区 17从化区 18增城区
440200 韶关 F 0.015 20.5 9.0 0 03武江区 04浈江区 05曲江区 81乐昌市 82南雄市
440300 深圳 B 0.200 23.3 6.8 1 05南山区 06宝安区 07龙岗区 09龙华区 10坪山区 11光明区
440400 珠海 C 0.040 23.0 6.9 1 02香洲区 03斗门区 04金湾区
440500 汕头 D 0.045 22.3 7.0 1 07龙湖区 11金平区 13潮阳区 14潮南区 15澄海区
440600 佛山 E 0.140 22.6 7.4 0 04禅城区 05南海区 06顺德区 07三水区 08高明区
440700 江门 J 0.060 22.7 7.2 1 03蓬江区 04江海区 05新会区 83开平市 84鹤山市
440800 湛江 G 0.015 23.6 6.3 1 02赤坎区 03霞山区 11麻章区 81廉江市 83吴川市
440900 茂名 K 0.015 23.2 6.5 1 02茂南区 04电白区 81高州市 82化州市
441200 肇庆 H 0.030 22.2 7.8 0 02端州区 03鼎湖区 04高要区 84四会市
441300 惠州 L 0.060 22.4 7.3 1 02惠城区 03惠阳区 22博罗县 23惠东县
441400 梅州 M 0.012 21.4 8.3 0 02梅江区 03梅县区 24五华县 81兴宁市
441500 汕尾 N 0.008 22.5 6.9 1 02城区 21海丰县 81陆丰市
441600 河源 P 0.012 21.6 8.2 0 02源城区 21紫金县 22龙川县 25东源县
441700 阳江 Q 0.012 22.9 6.6 1 02江城区 04阳东区 21阳西县 81阳春市
441800 清远 R 0.025 21.6 8.3 0 02清城区 03清新区 21佛冈县 81英德市
441900 东莞 S 0.180 22.8 7.2 0
442000 中山 T 0.070 22.7 7.1 0
445100 潮州 U 0.020 22.0 7.3 1 02湘桥区 03潮安区 22饶平县
445200 揭阳 V 0.025 22.1 7.2 1 02榕城区 03揭东区 24惠来县 81普宁市
445300 云浮 W 0.012 22.0 7.8 0 02云城区 03云安区 21新兴县 81罗定市
"""
CITIES = tuple(_city(line) for line in _TABLE.strip().splitlines())


def county_codes(city: City) -> tuple[str, ...]:
    """Return the codes that enterprises of a city are registered under; a city without counties has its own."""
    return tuple(code for code, _ in city.counties) or (city.code,)


def place_name(code: str) -> str:
    """Return the name of a city or county as it stands in an address."""
    return _NAMES[code]


_NAMES = {city.code: f"{city.name}市" for city in CITIES} | {
    code: f"{city.name}市{name}" for city in CITIES for code, name in city.counties
}
