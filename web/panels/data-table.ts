/** A table of data; long ones come in pages, so that showing one never stalls the page. */
import type { Table } from "../charts/chart.ts";
import { button, element } from "../dom.ts";
import { formatNumber } from "../format.ts";

const page = 100;

/** A scrolling region with a caption, a header row, and as many rows as were asked for. */
export function rowsTable(table: Table, caption: string): HTMLElement {
  const body = element("tbody");
  let shown = 0;
  const more = button("", () => grow());
  const grow = (): void => {
    const next = table.rows.slice(shown, shown + page);
    shown += next.length;
    body.append(...next.map((row) => element("tr", {}, ...row.map(cell))));
    more.hidden = shown >= table.rows.length;
    more.textContent = `Show more rows (${shown} of ${table.rows.length})`;
  };
  grow();
  return element(
    "div",
    { class: "table-wrap", tabindex: "0", role: "region", "aria-label": caption },
    element(
      "table",
      {},
      element("caption", {}, caption),
      element(
        "thead",
        {},
        element("tr", {}, ...table.columns.map((name) => element("th", { scope: "col" }, name))),
      ),
      body,
    ),
    more,
  );
}

function cell(value: string | number, column: number): HTMLElement {
  const text = typeof value === "number" ? formatNumber(value) : value;
  if (column === 0) return element("th", { scope: "row" }, text);
  const numeric = typeof value === "number" || /^[-+−]?[\d.,]+( [kMGTP])?$/.test(value);
  return element("td", numeric ? { class: "number" } : {}, text);
}
