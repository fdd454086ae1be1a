import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { day, number } from "../../i18n/format";

/** The data of a chart. */
export interface ChartInputs {
  /** Times in milliseconds, ascending. */
  times: readonly number[];
  lines: readonly {
    label: string;
    values: readonly (number | null)[];
    tone?: "accent" | "saffron" | "soft";
  }[];
  /** The interval around the first line. */
  band?: { low: readonly (number | null)[]; high: readonly (number | null)[] };
  /** The ends of the scale. */
  range?: [number, number];
  /** Formats a value of the axis. */
  value?: (value: number) => string;
  height?: number;
}

const TONES = { accent: "--accent", saffron: "--saffron", soft: "--line-strong" } as const;

/** Draw a chart into `host` that follows its width; `destroy` removes it. */
export function draw(host: HTMLElement, inputs: ChartInputs): { destroy: () => void } {
  const plot = new uPlot(options(host, inputs), data(inputs), host);
  const watch = new ResizeObserver(() => plot.setSize(size(host, inputs)));
  watch.observe(host);
  return {
    destroy: () => {
      watch.disconnect();
      plot.destroy();
    },
  };
}

function data({ times, lines, band }: ChartInputs): uPlot.AlignedData {
  const edges = band ? [[...band.high], [...band.low]] : [];
  return [times.map((time) => time / 1000), ...lines.map((line) => [...line.values]), ...edges];
}

function size(host: HTMLElement, inputs: ChartInputs): { width: number; height: number } {
  return { width: Math.max(host.clientWidth, 200), height: inputs.height ?? 200 };
}

function options(host: HTMLElement, inputs: ChartInputs): uPlot.Options {
  const style = getComputedStyle(host);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const lines = inputs.lines.map((line) => ({
    stroke: colour(TONES[line.tone ?? "accent"]),
    width: 2,
    points: { show: inputs.times.length < 20, size: 6 },
    spanGaps: true,
  }));
  const edge = { stroke: "transparent", width: 0, points: { show: false } };
  const edges = inputs.band ? [edge, edge] : [];
  const high = lines.length + 1;
  return {
    ...size(host, inputs),
    legend: { show: false },
    cursor: { show: false },
    padding: [8, 12, 0, 0],
    scales: inputs.range ? { y: { range: inputs.range } } : {},
    series: [{}, ...lines, ...edges],
    bands: inputs.band ? [{ series: [high, high + 1], fill: `${colour("--accent")}2b` }] : [],
    axes: axes(colour, inputs.value ?? ((value) => number(value, 2)), style.fontFamily),
  };
}

function axes(
  colour: (name: string) => string,
  value: (value: number) => string,
  family: string,
): uPlot.Axis[] {
  const common = {
    stroke: colour("--ink-soft"),
    font: `12px ${family}`,
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { show: false },
  };
  return [
    { ...common, space: 70, values: (_, ticks) => ticks.map((tick) => isolated(day(tick * 1000))) },
    { ...common, size: 48, space: 18, values: (_, ticks) => ticks.map(value) },
  ];
}

/** Isolate a label's direction: a canvas writes from left to right. */
function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}
