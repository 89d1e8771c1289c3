/** Charts (统计图), loaded by the pages that have one. The table below says the same for those who cannot see them. */
import { BarChart, ScatterChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, ScatterChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

const INK = "#1f2a37";
const COLOURS = ["#24476b", "#e0a100", "#23713f"];
const ROW = 34;
const NARROW = 600;

/** What a chart says: bars of work in a stack, and the share on time as a mark on the same row. */
function options({ names, bars, marks }, size, width) {
  const step = width < NARROW ? 50 : 20; // percentages side by side, on a telephone too
  const text = { color: INK, fontSize: size };
  return {
    animation: false,
    color: COLOURS,
    textStyle: text,
    legend: { top: 0, textStyle: text, itemGap: 24 },
    tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, textStyle: text },
    grid: { left: 8, right: 24, top: 44, bottom: 8, containLabel: true },
    yAxis: { type: "category", inverse: true, data: names, axisLabel: text, axisTick: { show: false } },
    xAxis: [
      { type: "value", name: "件", minInterval: 1, axisLabel: { ...text, hideOverlap: true }, splitLine: { lineStyle: { color: "#e3e7ea" } } },
      { type: "value", min: 0, max: 100, interval: step, axisLabel: { ...text, formatter: "{value}%" }, splitLine: { show: false } },
    ],
    series: [
      ...bars.map(({ name, values }) => ({ name, type: "bar", stack: "work", barMaxWidth: 20, data: values })),
      {
        name: marks.name,
        type: "scatter",
        symbol: "diamond",
        xAxisIndex: 1,
        data: marks.values,
        symbolSize: 12,
        tooltip: { valueFormatter: (value) => (value === null || value === undefined ? "—" : `${value}%`) },
      },
    ],
  };
}

/** A bar leads to the list behind it: the same question, with the group's key and the state that the bar counts. */
function follow(box, { keys, bars }) {
  return ({ dataIndex, seriesName }) => {
    const address = new URL(box.dataset.list, location.href);
    address.searchParams.set("key", keys[dataIndex]);
    const bar = bars.find(({ name }) => name === seriesName);
    if (bar && bar.state) address.searchParams.set("state", bar.state);
    location.assign(address);
  };
}

for (const box of document.querySelectorAll("[data-chart]")) {
  const said = JSON.parse(box.dataset.chart);
  const size = parseFloat(getComputedStyle(document.body).fontSize) * 0.9;
  box.style.height = `${said.names.length * ROW + 80}px`;
  const chart = init(box, null, { renderer: "svg" });
  chart.on("click", follow(box, said));
  const draw = () => {
    chart.resize();
    chart.setOption(options(said, size, box.clientWidth));
  };
  draw();
  addEventListener("resize", draw);
}
