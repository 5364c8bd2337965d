/**
 * One lever: a native range and a number box on the same value, ticks for the preset, named zones, and a
 * sheet that says what it is, where its default comes from and what to notice.
 */
import type { App, AppState } from "../app.ts";
import { button, element, setText } from "../dom.ts";
import { formatValue } from "../format.ts";
import { leverValue } from "../state/draft.ts";
import type { LeverView } from "../view/run-view.ts";

export interface LeverRow {
  readonly node: HTMLElement;
  readonly update: (state: AppState) => void;
}

export function leverRow(app: App, lever: LeverView): LeverRow {
  const id = `lever-${lever.id}`;
  // Shares are set in per cent, as they are read.
  const scale = lever.unit === "share" ? 100 : 1;
  const unit = lever.unit === "share" ? "%" : unitName(lever.unit);
  const limits = {
    min: tidy(lever.min * scale),
    max: tidy(lever.max * scale),
    step: tidy(lever.step * scale),
  };
  const move = (text: string): void => {
    const value = Number(text) / scale;
    if (text === "" || !Number.isFinite(value)) return;
    app.setLever(lever, tidy(value));
  };
  const range = element("input", {
    type: "range",
    ...limits,
    "aria-labelledby": `${id}-label`,
    oninput: () => move(range.value),
    onchange: app.settleLever,
  });
  // The box takes values beyond the range; the simulator says where they are not allowed.
  const box = element("input", {
    type: "number",
    id,
    step: "any",
    onchange: () => {
      move(box.value);
      app.settleLever();
    },
  });
  const zone = element("span", { class: "zone" });
  const back = button("↺", () => app.setLever(lever, lever.preset), {
    class: "back",
    "aria-label": `${lever.label}: back to the preset`,
    title: `Back to ${formatValue(lever.preset, lever.unit)}`,
  });
  const sheet = element(
    "div",
    { class: "sheet", id: `${id}-sheet`, hidden: true },
    element("p", {}, lever.help),
    lever.notice === "" ? undefined : element("p", { class: "notice-that" }, `Notice that ${lever.notice}.`),
    element(
      "p",
      {},
      `Preset: ${formatValue(lever.preset, lever.unit)}${lever.origin === "" ? "" : `, ${lever.origin}`}`,
    ),
    element("p", {}, element("code", {}, lever.paths.join(" "))),
  );
  const info = button("i", () => toggle(), {
    class: "info",
    "aria-expanded": "false",
    "aria-controls": `${id}-sheet`,
    "aria-label": `About ${lever.label}`,
  });
  const toggle = (): void => {
    sheet.hidden = !sheet.hidden;
    info.setAttribute("aria-expanded", String(!sheet.hidden));
  };
  const node = element(
    "div",
    { class: "lever", "data-lever": lever.id },
    element("label", { for: id, id: `${id}-label` }, lever.label),
    back,
    info,
    element("div", { class: "track" }, range, ticks(lever)),
    element("span", { class: "number" }, box, element("span", { class: "unit" }, unit)),
    zones(lever),
    zone,
    sheet,
  );
  const update = (state: AppState): void => {
    const value = leverValue(state.history.present, lever);
    const text = String(tidy(value * scale));
    if (document.activeElement !== box || Number(box.value) !== Number(text)) box.value = text;
    range.value = text;
    range.setAttribute("aria-valuetext", `${formatValue(value, lever.unit)}${zoneName(lever, value)}`);
    const moved = Math.abs(value - lever.preset) > lever.step * 1e-6;
    node.classList.toggle("moved", moved);
    back.hidden = !moved;
    setText(zone, zoneName(lever, value).replace(/^, /, ""));
  };
  return { node, update };
}

const unitName = (unit: string): string => (unit === "1" ? "×" : unit === "1/year" ? "× a year" : unit);

/** Takes off what binary fractions add: 0.1 * 3 is 0.3. */
const tidy = (value: number): number => Number(value.toPrecision(12));

const position = (lever: LeverView, value: number): number =>
  Math.max(0, Math.min(1, (value - lever.min) / (lever.max - lever.min)));

/** A tick at the preset's value, which is also the baseline's. */
function ticks(lever: LeverView): HTMLElement {
  return element("i", {
    class: "tick",
    style: `--at: ${position(lever, lever.preset)}`,
    title: `preset: ${formatValue(lever.preset, lever.unit)}`,
  });
}

/** A strip under the range with one part for each named zone. */
function zones(lever: LeverView): HTMLElement | undefined {
  if (lever.zones.length === 0) return undefined;
  let before = lever.min;
  const parts = lever.zones.map(({ upTo, name }) => {
    const share = position(lever, upTo) - position(lever, before);
    before = upTo;
    return element("span", { style: `flex-grow: ${Math.max(0.001, share)}`, title: name });
  });
  return element("div", { class: "zones", "aria-hidden": "true" }, ...parts);
}

function zoneName(lever: LeverView, value: number): string {
  const found = lever.zones.find(({ upTo }) => value <= upTo) ?? lever.zones.at(-1);
  return found === undefined ? "" : `, ${found.name}`;
}
