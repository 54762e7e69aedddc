// Options of ECharts from the plain series that a page carries: { kind, days|periods, … }. Text is drawn, never set as HTML: the page's policy stands.
const INK = "#16324f";
const QUIET = "#7d93a8";
const GRID = "#dfe5ea";
const TEXT = "#4a5a68";
const BAND = "#b9c9d8";
const PHASE = "rgba(125,147,168,0.18)";

const number = (text) => (text === null || text === undefined ? null : Number(text));

function frame(series, width, categories) {
  const narrow = width < 600;
  return {
    animation: false,
    textStyle: { color: TEXT, fontFamily: "Helvetica Neue, Arial, Noto Sans CJK SC, Microsoft YaHei, sans-serif" },
    grid: { left: narrow ? 42 : 54, right: narrow ? 10 : 20, top: 36, bottom: 66 },
    legend: { top: 0, left: 0, itemHeight: 10, textStyle: { color: TEXT } },
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, axisPointer: { type: "line" } },
    dataZoom: [
      { type: "inside", zoomOnMouseWheel: "ctrl", startValue: series.from ?? 0, endValue: categories.length - 1 },
      { type: "slider", height: 22, bottom: 8, startValue: series.from ?? 0, endValue: categories.length - 1 },
    ],
    xAxis: { type: "category", data: categories, axisLine: { lineStyle: { color: QUIET } }, axisTick: { show: false } },
    yAxis: { type: "value", scale: true, splitLine: { lineStyle: { color: GRID } } },
  };
}

function phaseAreas(series) {
  const areas = (series.phases ?? []).map((phase) => [{ xAxis: phase.first, name: phase.word }, { xAxis: phase.last }]);
  return {
    silent: true,
    itemStyle: { color: PHASE },
    label: { color: TEXT, position: "insideTop", fontSize: 11 },
    data: areas,
  };
}

function hundred(series) {
  return {
    silent: true,
    symbol: "none",
    label: { show: false },
    lineStyle: { color: QUIET, type: "dashed" },
    data: [{ yAxis: series.reference ?? 100 }],
  };
}

// Hollow where the period rose, filled where it fell: no colour says up or down.
function candles(series, width) {
  const shown = series.candles.map((each) => [each.open, each.close, each.low, each.high].map(number));
  return {
    ...frame(series, width, series.candles.map((each) => each.period)),
    series: [
      {
        type: "candlestick",
        name: series.words.candle,
        data: shown,
        dimensions: ["-", series.words.open, series.words.close, series.words.low, series.words.high],
        itemStyle: { color: "#fff", color0: INK, borderColor: INK, borderColor0: INK },
        markArea: phaseAreas(series),
        markLine: hundred(series),
      },
    ],
  };
}

function band(series) {
  if (!series.low) return [];
  const low = series.low.map(number);
  const high = series.high.map(number);
  const rest = { type: "line", stack: "band", symbol: "none", lineStyle: { opacity: 0 }, tooltip: { show: false } };
  return [
    { ...rest, data: low, stackStrategy: "all" },
    {
      ...rest,
      name: series.words.band,
      data: high.map((top, at) => (top === null ? null : top - low[at])),
      areaStyle: { color: BAND, opacity: 0.7 },
      stackStrategy: "all",
      itemStyle: { color: BAND },
    },
  ];
}

const DASHES = ["solid", [6, 4], [2, 3]];

function lines(series, width) {
  const drawn = series.lines.map((each, at) => ({
    type: "line",
    name: each.name,
    data: each.values.map(number),
    symbol: "none",
    connectNulls: false,
    lineStyle: { color: at ? QUIET : INK, width: at ? 1.6 : 2.2, type: DASHES[at] ?? DASHES[2] },
    itemStyle: { color: at ? QUIET : INK },
    ...(at ? {} : { markArea: phaseAreas(series), markLine: hundred(series) }),
  }));
  return { ...frame(series, width, series.periods), series: [...band(series), ...drawn] };
}

const KINDS = { candles, lines };

export function options(series, width) {
  return KINDS[series.kind](series, width);
}
