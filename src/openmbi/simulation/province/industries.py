"""The 31 divisions of manufacturing (GB/T 4754-2017) and their habits. Codes are facts; the habits are invented round figures, not estimates."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Industry:
    """A division.

    `share`: of the province's enterprises. `intensity`: use of electricity relative to the median enterprise. `value_added_cny`: per kWh. `saturday`,
    `sunday`, `holiday`: activity relative to a workday. `swing`: amplitude of the annual cycle (negative: peak in winter). `cooling`: rise of use a degree
    above 24 °C. `closes`: probability that an enterprise stops for the Spring Festival. `export`: probability that it exports. `heavy`: is rationed first.
    """

    code: str
    words: tuple[str, ...]
    classes: tuple[str, ...]
    share: float
    intensity: float
    value_added_cny: float
    saturday: float
    sunday: float
    holiday: float
    swing: float
    cooling: float
    closes: float
    export: float
    heavy: bool


def _industry(line: str) -> Industry:
    code, words, classes, *figures, heavy = line.split()
    names = tuple(f"C{each}" for each in classes.split(","))
    return Industry(f"C{code}", tuple(words.split(",")), names, *map(float, figures), heavy == "1")  # type: ignore[arg-type]


_TABLE = """
13 粮油,饲料,水产 131,1331,1361,1371 .040 1.0 9 .95 .85 .80 .03 .010 .40 .15 0
14 食品,烘焙,调味品 1411,1431,1469,149 .030 0.8 12 .95 .85 .75 .02 .012 .45 .15 0
15 饮料,酒业,茶业 1521,1523,151,1530 .010 1.0 16 .92 .80 .70 .10 .012 .35 .05 0
16 烟草,卷烟,烟草制品 1610,1620,169 .002 1.2 60 .80 .50 .40 -.04 .010 .20 .02 0
17 纺织,印染,针织 1711,1713,1763,176 .045 1.6 6 .98 .93 .80 .02 .006 .60 .30 0
18 服装,服饰,制衣 1811,1819,182,1830 .060 0.4 14 .92 .60 .45 -.03 .012 .70 .35 0
19 皮革,鞋业,箱包 1910,1922,195,1953 .030 0.6 11 .92 .60 .45 -.02 .012 .72 .40 0
20 木业,板材,木制品 201,2023,203 .012 0.9 8 .92 .70 .50 .00 .006 .75 .20 0
21 家具,家居,办公家具 2110,2120,213,2190 .030 0.5 13 .88 .50 .40 .01 .008 .75 .40 0
22 纸业,纸品,包装 2211,2221,223 .030 2.2 5 .98 .92 .80 .02 .004 .45 .10 1
23 印刷,彩印,包装印刷 2311,2319,232,2330 .030 0.6 11 .90 .65 .50 .03 .010 .60 .10 0
24 玩具,文具,工艺 2411,243,2451,2462 .035 0.5 12 .92 .60 .45 .04 .012 .72 .55 0
25 石化,炼化,能源 2511,251,2522 .004 20 14 1 1 1 .00 .002 .02 .10 1
26 化工,涂料,新材料 2614,263,2641,2651 .045 2.0 9 .98 .95 .92 .01 .004 .15 .20 1
27 医药,制药,生物 2710,2720,274,2761 .015 1.2 25 .92 .80 .70 -.02 .012 .20 .20 0
28 化纤,纤维,涤纶 2811,282,2822 .004 4.0 6 1 .99 .96 .01 .003 .20 .20 1
29 塑胶,塑料,橡塑 2911,2921,292,2927 .085 1.3 8 .93 .72 .60 .02 .008 .65 .30 0
30 陶瓷,建材,玻璃 3011,304,3071,3031 .050 3.0 4 1 .98 .92 -.03 .003 .50 .20 1
31 钢铁,特钢,轧钢 3110,3120,313 .010 12 4 1 1 1 -.01 .001 .03 .08 1
32 有色,铜业,铝业 3211,3216,325,3252 .015 7.0 4 1 .99 .97 .00 .002 .10 .12 1
33 五金,金属制品,压铸 3311,332,3351,3392 .100 1.0 9 .88 .55 .45 .02 .007 .75 .35 0
34 机械,泵业,机电 3411,344,3441,3464 .050 0.7 14 .80 .45 .38 .01 .009 .72 .30 0
35 装备,专用设备,模具 3525,351,3542,3581 .045 0.6 17 .80 .45 .38 .00 .010 .65 .30 0
36 汽车部件,汽配,汽车 3611,367,3660 .022 1.8 14 .85 .55 .45 -.04 .008 .55 .20 0
37 船舶,车业,轨道 3731,375,3761 .008 1.3 12 .82 .50 .40 .00 .007 .60 .35 0
38 电器,电气,照明 3812,385,3857,3872 .100 0.9 14 .90 .62 .50 .06 .011 .62 .45 0
39 电子,光电,通信 3912,397,3982,3922 .120 1.4 20 .95 .85 .72 -.04 .012 .40 .50 0
40 仪器,仪表,光学 4011,402,4040 .016 0.5 24 .82 .50 .40 -.02 .013 .50 .40 0
41 日用品,制品,杂件 4111,412,4190 .010 0.5 11 .88 .55 .45 .02 .010 .70 .40 0
42 再生资源,环保,循环科技 4210,422 .008 1.6 6 .95 .82 .70 .00 .005 .45 .03 0
43 维修,设备修理,机修 4320,433,4342 .004 0.4 18 .80 .45 .35 .00 .010 .60 .05 0
"""
INDUSTRIES = tuple(_industry(line) for line in _TABLE.strip().splitlines())

CITY_SPECIALITIES = {
    "440100": "C36 C26 C27 C14 C25", "440200": "C31 C32 C16 C30", "440300": "C39 C40 C38 C35", "440400": "C38 C27 C39 C37",
    "440500": "C24 C18 C17 C22", "440600": "C30 C38 C21 C33 C32", "440700": "C37 C33 C17 C22 C23", "440800": "C13 C31 C25 C22",
    "440900": "C25 C13 C26", "441200": "C30 C32 C36 C39", "441300": "C39 C25 C19 C26", "441400": "C30 C39 C16 C38",
    "441500": "C18 C39 C24", "441600": "C39 C30 C34", "441700": "C33 C31 C13", "441800": "C30 C32 C26 C42",
    "441900": "C39 C22 C24 C29 C19", "442000": "C38 C33 C34 C21", "445100": "C30 C14 C23", "445200": "C17 C18 C33 C27", "445300": "C30 C33 C13",
}  # fmt: skip
SPECIALITY_FACTOR = 3.0
