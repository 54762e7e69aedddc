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

const alive = [];
const later = window.requestIdleCallback ?? setTimeout;

function live(figure) {
  if (!figure.isConnected) return;
  const series = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
  const canvas = document.createElement("div");
  canvas.className = "canvas";
  figure.querySelector(".drawing").replaceChildren(canvas);
  const chart = init(canvas, null, { renderer: "canvas" });
  chart.setOption(options(series, figure.clientWidth));
  const sized = new ResizeObserver(() => chart.resize());
  sized.observe(canvas);
  alive.push({ chart, sized });
}

// A chart comes to life when it is about to be seen: the page is there before.
const seen = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      seen.unobserve(entry.target);
      later(() => live(entry.target));
    }
  },
  { rootMargin: "200px" },
);

function begin() {
  seen.disconnect();
  for (const each of alive.splice(0)) {
    each.sized.disconnect();
    each.chart.dispose();
  }
  document.querySelectorAll("figure[data-live]").forEach((figure) => seen.observe(figure));
}

document.addEventListener("page:shown", begin);
begin();
