/** The legend, which is also the readout: a row a series with its value at the cursor; a click picks one out. */
import type { App } from "../app.ts";
import type { LegendRow } from "../charts/chart.ts";
import { element, setText } from "../dom.ts";

interface Row {
  readonly node: HTMLButtonElement;
  readonly value: HTMLElement;
  readonly delta: HTMLElement;
}

export function legendList(app: App): {
  readonly node: HTMLElement;
  /** `baseline` says what the grey dashes are; undefined: there are none. */
  readonly update: (rows: readonly LegendRow[], baseline: string | undefined) => void;
} {
  const node = element("ul", { class: "legend" });
  const dashes = element("span");
  const baselineKey = element(
    "li",
    { class: "baseline-key" },
    element("i", { class: "swatch", "data-swatch": "dashed", style: "--c: var(--baseline)" }),
    dashes,
  );
  let made: readonly Row[] = [];
  let shape = "";
  const build = (rows: readonly LegendRow[]): void => {
    made = rows.map((row) => {
      const value = element("b");
      const delta = element("span", { class: "delta" });
      const button = element(
        "button",
        {
          type: "button",
          "data-series": row.id,
          onclick: () => app.setFocus(app.store.get().focus === row.id ? undefined : row.id),
        },
        element("i", { class: "swatch", "data-swatch": row.swatch, style: `--c: var(--${row.token})` }),
        row.label,
        " ",
        value,
        " ",
        delta,
      );
      return { node: button, value, delta };
    });
    node.replaceChildren(...made.map((row) => element("li", {}, row.node)), baselineKey);
  };
  return {
    node,
    update: (rows, baseline) => {
      const next = JSON.stringify(rows.map(({ id, label, token, swatch }) => [id, label, token, swatch]));
      if (next !== shape) build(rows);
      shape = next;
      baselineKey.hidden = baseline === undefined;
      setText(dashes, baseline ?? "");
      const { focus } = app.store.get();
      rows.forEach((row, index) => {
        const shown = made[index];
        if (shown === undefined) return;
        setText(shown.value, row.value);
        setText(shown.delta, row.delta ?? "");
        shown.node.title = row.note ?? "";
        shown.node.setAttribute("aria-pressed", String(focus === row.id));
      });
    },
  };
}
