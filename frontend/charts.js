// Makes the charts of a page live: zooming and values under the pointer. What each shows stands beside it as a drawing and as a table.
import { CandlestickChart, LineChart } from "echarts/charts";
import {
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
} from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { options } from "./options.js";

use([
  CandlestickChart,
  LineChart,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
  CanvasRenderer,
]);

function live(figure) {
  const series = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
  const canvas = document.createElement("div");
  canvas.className = "canvas";
  figure.querySelector(".drawing").replaceChildren(canvas);
  const chart = init(canvas, null, { renderer: "canvas" });
  chart.setOption(options(series, figure.clientWidth));
  new ResizeObserver(() => chart.resize()).observe(canvas);
}

// A chart comes to life when it is about to be seen: the page is there before.
const seen = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      seen.unobserve(entry.target);
      live(entry.target);
    }
  },
  { rootMargin: "200px" },
);
document.querySelectorAll("figure[data-live]").forEach((figure) => seen.observe(figure));
