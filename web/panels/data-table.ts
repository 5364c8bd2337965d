/** A table of data; long ones come in pages, so that showing one never stalls the page. */
import type { Table } from "../charts/chart.ts";
import { button, element } from "../dom.ts";
import { formatNumber } from "../format.ts";

const page = 100;

/** A scrolling region with a caption, a header row, and as many rows as were asked for. */
export function rowsTable(table: Table, caption: string): HTMLElement {
  const body = element("tbody");
  const numeric = table.columns.map((_, column) => column > 0 && isNumeric(table, column));
  let shown = 0;
  const more = button("", () => grow());
  const grow = (): void => {
    const next = table.rows.slice(shown, shown + page);
    shown += next.length;
    body.append(
      ...next.map((row) =>
        element("tr", {}, ...row.map((value, column) => cell(value, column, numeric[column]))),
      ),
    );
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
        element(
          "tr",
          {},
          ...table.columns.map((name, column) =>
            element("th", { scope: "col", ...(numeric[column] && { class: "number" }) }, name),
          ),
        ),
      ),
      body,
    ),
    more,
  );
}

/** Whether a column's cells are numbers, with their units or ranges of them; judged by the first page. */
function isNumeric(table: Table, column: number): boolean {
  const cells = table.rows.slice(0, page).map((row) => row[column] ?? "");
  const filled = cells.filter((value) => value !== "" && value !== "–" && value !== "never");
  return (
    filled.length > 0 && filled.every((value) => typeof value === "number" || /^[-+−]?\$?\d/.test(value))
  );
}

function cell(value: string | number, column: number, numeric = false): HTMLElement {
  const text = typeof value === "number" ? formatNumber(value) : value;
  if (column === 0) return element("th", { scope: "row" }, text);
  return element("td", numeric ? { class: "number" } : {}, text);
}
