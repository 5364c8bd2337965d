/** The control of a lever that slides: a native range and a number box on one value, a tick, named zones. */
import type { App, AppState } from "../app.ts";
import { element, setText } from "../dom.ts";
import { formatValue, unitName } from "../format.ts";
import { leverValue } from "../state/draft.ts";
import type { RangeLever } from "../view/run-view.ts";

export interface Parts {
  readonly nodes: readonly (HTMLElement | undefined)[];
  readonly update: (state: AppState) => void;
}

/** `id` is the number box's, which the lever's label is for. */
export function rangeControl(app: App, lever: RangeLever, id: string, labelId: string): Parts {
  const { scale, unit } = setIn(lever);
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
    "aria-labelledby": labelId,
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
  const update = (state: AppState): void => {
    const value = leverValue(state.history.present, lever);
    const text = String(tidy(value * scale));
    if (document.activeElement !== box || Number(box.value) !== Number(text)) box.value = text;
    range.value = text;
    range.setAttribute("aria-valuetext", `${formatValue(value, lever.unit)}${zoneName(lever, value)}`);
    setText(zone, zoneName(lever, value).replace(/^, /, ""));
  };
  return {
    nodes: [
      element("div", { class: "track" }, range, ticks(lever)),
      element("span", { class: "number" }, box, element("span", { class: "unit" }, unit)),
      zones(lever),
      zone,
    ],
    update,
  };
}

/** Shares are set in per cent, as they are read, and large sums in millions or billions. */
function setIn({ unit, max }: RangeLever): { readonly scale: number; readonly unit: string } {
  if (unit === "share") return { scale: 100, unit: "%" };
  if (unit.startsWith("USD") && max >= 1e9) return { scale: 1e-9, unit: `B ${unit}` };
  if (unit.startsWith("USD") && max >= 1e6) return { scale: 1e-6, unit: `M ${unit}` };
  return { scale: 1, unit: unit === "1" ? "×" : unitName(unit) };
}

/** Takes off what binary fractions add: 0.1 * 3 is 0.3. */
const tidy = (value: number): number => Number(value.toPrecision(12));

const position = (lever: RangeLever, value: number): number =>
  Math.max(0, Math.min(1, (value - lever.min) / (lever.max - lever.min)));

/** A tick at the preset's value, which is also the baseline's. */
function ticks(lever: RangeLever): HTMLElement {
  return element("i", {
    class: "tick",
    style: `--at: ${position(lever, lever.preset)}`,
    title: `preset: ${formatValue(lever.preset, lever.unit)}`,
  });
}

/** A strip under the range with one part for each named zone. */
function zones(lever: RangeLever): HTMLElement | undefined {
  if (lever.zones.length === 0) return undefined;
  let before = lever.min;
  const parts = lever.zones.map(({ upTo, name }) => {
    const share = position(lever, upTo) - position(lever, before);
    before = upTo;
    return element("span", { style: `flex-grow: ${Math.max(0.001, share)}`, title: name });
  });
  return element("div", { class: "zones", "aria-hidden": "true" }, ...parts);
}

function zoneName(lever: RangeLever, value: number): string {
  const found = lever.zones.find(({ upTo }) => value <= upTo) ?? lever.zones.at(-1);
  return found === undefined ? "" : `, ${found.name}`;
}
