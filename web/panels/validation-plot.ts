/** Predicted against measured: a mark a deployment, the diagonal, and bands of 25 and 50 %. Its table is the rows below it. */
import { element, setText, svgElement } from "../dom.ts";
import { formatNumber } from "../format.ts";
import type { Validation } from "../view/validation.ts";
import {
  domainOf,
  elsewhere,
  errorOf,
  finding,
  logTicks,
  marksOf,
  nearest,
  signed,
} from "../view/validation-plot.ts";
import type { Mark, Panel } from "../view/validation-plot.ts";

/** Path of a shape around 0, 0; colour of its chips. */
const families: Readonly<Record<string, { readonly shape: string; readonly token: string }>> = {
  "H100, H200, H800": { shape: "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0Z", token: "gen-h100" },
  "B200, B300": { shape: "M-4-4H4V4H-4Z", token: "gen-b200" },
  "GB200, GB300": { shape: "M0-5.5L5.5 4H-5.5Z", token: "gen-gb200" },
  "TPU v7": { shape: "M0-5.8L5.8 0L0 5.8L-5.8 0Z", token: "gen-tpu-v7" },
  Trainium: {
    shape: "M0-7L1.7-2.3L6.7-2.2L2.7.9L4.1 5.7L0 2.9L-4.1 5.7L-2.7.9L-6.7-2.2L-1.7-2.3Z",
    token: "gen-trainium2",
  },
};
const other = { shape: "M-4-4L4 4M4-4L-4 4", token: "ink" };
const familyOf = (series: string): typeof other => families[series] ?? other;

const panels = {
  time: { name: "Time a token", unit: "ms", above: "model too slow", below: "model too fast" },
  rate: { name: "Rates", unit: "tokens/s a chip", above: "model too fast", below: "model too slow" },
} as const;

const margin = { left: 44, right: 8, top: 20, bottom: 36 } as const;
const mostWidth = 600;
/** A finger is this wide, in px from a mark's middle. */
const reach = 24;

const markPath = (series: string, fitted: boolean): SVGElement => {
  const { shape, token } = familyOf(series);
  return svgElement("path", {
    d: shape,
    class: fitted ? "open" : "filled",
    style: `--mark: var(--${token})`,
  });
};

/** The whole figure; nothing where no row is a point of it. */
export function validationPlot(data: Validation): HTMLElement | undefined {
  const shown = (["time", "rate"] as const).map((panel) => ({ panel, marks: marksOf(data, panel) }));
  const marks = shown.flatMap((each) => each.marks);
  if (marks.length === 0) return undefined;
  return element(
    "figure",
    { class: "scatter" },
    element("h4", {}, `${finding(marks)}. `),
    element(
      "p",
      {},
      `${elsewhere(marks)} On the diagonal the model says what was measured; both axes are logarithmic. Trainium is measured at 1 to 4 sequences only: at large batch the model's rate is a prediction, ±40 %.`,
    ),
    legendOf(marks),
    element(
      "div",
      { class: "panels" },
      ...shown.filter((each) => each.marks.length > 0).map((each) => panelOf(each.panel, each.marks)),
    ),
  );
}

function legendOf(marks: readonly Mark[]): HTMLElement {
  const present = new Set(marks.map(({ series }) => series));
  const item = (label: string, ...shapes: readonly SVGElement[]): HTMLElement =>
    element(
      "li",
      {},
      svgElement("svg", { viewBox: "-10 -8 20 16", width: 20, height: 16, "aria-hidden": "true" }, ...shapes),
      label,
    );
  const neutral = (fitted: boolean): SVGElement =>
    svgElement("path", {
      d: familyOf("H100, H200, H800").shape,
      class: fitted ? "open" : "filled",
      style: "--mark: var(--ink)",
    });
  return element(
    "ul",
    { class: "keys" },
    ...Object.keys(families)
      .filter((series) => present.has(series))
      .map((series) => item(series, markPath(series, false))),
    item("used in the fit", neutral(true)),
    item("not used in it", neutral(false)),
    item("within 25 %", svgElement("rect", { class: "band near", x: -9, y: -6, width: 18, height: 12 })),
    item("within 50 %", svgElement("rect", { class: "band far", x: -9, y: -6, width: 18, height: 12 })),
  );
}

function panelOf(panel: Panel, marks: readonly Mark[]): HTMLElement {
  const { name, unit } = panels[panel];
  const svg = svgElement("svg", { "aria-hidden": "true" });
  const frame = element(
    "div",
    {
      class: "frame",
      tabindex: "0",
      role: "application",
      "aria-label": `${name}, predicted against measured, ${marks.length} marks: arrow keys step through them, Enter opens a mark's row`,
    },
    svg,
  );
  const hint = `${marks.length} marks. Point at one, or step through them with the arrow keys.`;
  const text = element("span", { role: "status" }, hint);
  const link = element("a", { href: "#validation", hidden: true }, "Open its row");
  const node = element(
    "div",
    { class: "panel", role: "group", "aria-label": name },
    element("h5", {}, `${name}, ${unit}`),
    frame,
    element("p", { class: "readout" }, text, " ", link),
  );

  let places: readonly { readonly x: number; readonly y: number }[] = [];
  let picked: number | undefined;
  const ring = svgElement("circle", { class: "ring", r: 10 });
  const showRing = (): void => {
    const place = picked === undefined ? undefined : places[picked];
    ring.toggleAttribute("hidden", place === undefined);
    if (place !== undefined) ring.setAttribute("transform", `translate(${place.x} ${place.y})`);
  };
  const pick = (index: number | undefined): void => {
    const mark = index === undefined ? undefined : marks[index];
    if (mark === undefined) return;
    picked = index;
    showRing();
    setText(text, sayMark(mark, unit));
    link.hidden = false;
    link.setAttribute("href", `#validation/${mark.row.id}`);
  };
  const at = (event: MouseEvent): number | undefined => {
    const box = frame.getBoundingClientRect();
    const spot = { x: event.clientX - box.left - margin.left, y: event.clientY - box.top - margin.top };
    return nearest(places, spot, reach);
  };
  frame.addEventListener("pointermove", (event) => pick(at(event)));
  frame.addEventListener("click", (event) => pick(at(event)));
  frame.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && picked !== undefined) {
      link.click();
      return;
    }
    const next = steps(event.key, picked, marks.length);
    if (next === undefined) return;
    event.preventDefault();
    pick(next);
  });

  let drawn = 0;
  new ResizeObserver(() => {
    const width = Math.min(mostWidth, frame.clientWidth);
    if (width <= 0 || width === drawn) return;
    drawn = width;
    places = draw(svg, panel, marks, width);
    svg.append(ring);
    showRing();
  }).observe(frame);
  return node;
}

/** Where a key leads from a mark; undefined: nowhere. */
function steps(key: string, from: number | undefined, count: number): number | undefined {
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  if (key === "ArrowRight" || key === "ArrowUp")
    return from === undefined ? 0 : Math.min(count - 1, from + 1);
  if (key === "ArrowLeft" || key === "ArrowDown")
    return from === undefined ? count - 1 : Math.max(0, from - 1);
  return undefined;
}

function sayMark(mark: Mark, unit: string): string {
  const { row, measured, predicted, fitted } = mark;
  return `${row.what}. Measured ${formatNumber(measured)} ${unit}, predicted ${formatNumber(predicted)}: ${signed(errorOf(mark))}.${fitted ? "" : " Not used in the fit."}`;
}

/** Draws the panel and gives the places of its marks. */
function draw(
  svg: SVGElement,
  panel: Panel,
  marks: readonly Mark[],
  width: number,
): readonly { readonly x: number; readonly y: number }[] {
  const { above, below, unit } = panels[panel];
  const side = width - margin.left - margin.right;
  const height = Math.min(side, 380);
  const domain = domainOf(marks);
  const [low, high] = domain;
  const along = (value: number): number => Math.log(value / low) / Math.log(high / low);
  const x = (value: number): number => side * along(value);
  const y = (value: number): number => height * (1 - along(value));
  svg.setAttribute("width", String(width));
  svg.setAttribute("height", String(height + margin.top + margin.bottom));
  svg.setAttribute(
    "viewBox",
    `${-margin.left} ${-margin.top} ${width} ${height + margin.top + margin.bottom}`,
  );
  const clip = `validation-plot-${panel}`;
  const band = (share: number, kind: string): SVGElement =>
    svgElement("path", {
      class: `band ${kind}`,
      d: `M${x(low)} ${y(low * (1 + share))}L${x(high)} ${y(high * (1 + share))}L${x(high)} ${y(high * (1 - share))}L${x(low)} ${y(low * (1 - share))}Z`,
    });
  const label = (text: string, at: Readonly<Record<string, string | number>>): SVGElement =>
    svgElement("text", { class: "tick-label", ...at }, text);
  const ticks = logTicks(domain, Math.max(3, Math.floor(side / 44)));
  svg.replaceChildren(
    svgElement("clipPath", { id: clip }, svgElement("rect", { width: side, height })),
    svgElement(
      "g",
      { "clip-path": `url(#${clip})` },
      band(0.5, "far"),
      band(0.25, "near"),
      svgElement("line", { class: "equal", x1: x(low), y1: y(low), x2: x(high), y2: y(high) }),
    ),
    ...ticks.flatMap((tick) => [
      svgElement("line", { class: "grid", x1: x(tick), x2: x(tick), y1: 0, y2: height }),
      svgElement("line", { class: "grid", x1: 0, x2: side, y1: y(tick), y2: y(tick) }),
      label(formatNumber(tick), { x: x(tick), y: height + 15, "text-anchor": "middle" }),
      label(formatNumber(tick), { x: -6, y: y(tick), dy: "0.32em", "text-anchor": "end" }),
    ]),
    label(`predicted, ${unit}`, { x: -margin.left, y: -8 }),
    label(`measured, ${unit}`, { x: side, y: height + 31, "text-anchor": "end" }),
    label(above, { class: "tick-label corner", x: 8, y: 16 }),
    label(below, { class: "tick-label corner", x: side - 8, y: height - 8, "text-anchor": "end" }),
  );
  const places = marks.map(({ measured, predicted }) => ({ x: x(measured), y: y(predicted) }));
  // What no fit has seen lies on top.
  const order = marks
    .map((mark, index) => ({ mark, index }))
    .toSorted((a, b) => Number(b.mark.fitted) - Number(a.mark.fitted));
  for (const { mark, index } of order) {
    const place = places[index];
    if (place === undefined) continue;
    const path = markPath(mark.series, mark.fitted);
    path.setAttribute("transform", `translate(${place.x.toFixed(1)} ${place.y.toFixed(1)})`);
    svg.append(path);
  }
  return places;
}
