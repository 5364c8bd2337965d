/** One comparison as a row of the validation page. */
import { element } from "../dom.ts";
import { sourceName, sourceParts } from "../view/validation.ts";
import type { ValidationRow } from "../view/validation.ts";

const marks = { agrees: "✓ agrees", differs: "✗ differs", "not run": "– never run" } as const;

export function validationRow(row: ValidationRow): HTMLElement {
  return element(
    "tr",
    { id: `validation-${row.id}`, tabindex: "-1", "data-verdict": row.verdict },
    element("th", { scope: "row" }, details(row)),
    element("td", { "data-name": "expected" }, row.expected),
    element("td", { "data-name": "simulated" }, row.simulated === "" ? "–" : row.simulated),
    element("td", { "data-name": "tolerance" }, element("span", {}, row.tolerance, gauge(row.used))),
    element(
      "td",
      { class: "verdict", "data-name": "verdict" },
      element(
        "span",
        {},
        element("b", {}, marks[row.verdict]),
        row.kind === "calibration" ? element("i", {}, "calibration") : undefined,
        row.needs === undefined ? undefined : element("i", {}, `needs ${row.needs}`),
      ),
    ),
    element("td", { "data-name": "source" }, shortSource(row.source)),
  );
}

/** What is compared; opened, where the figure is from and how to compute it again. */
function details(row: ValidationRow): HTMLElement {
  return element(
    "details",
    // The reason is what a reader of a row that differs looks for.
    { open: row.verdict === "differs" },
    element("summary", {}, row.what),
    ...[row.outside, row.note].flatMap((text) => (text === undefined ? [] : [element("p", {}, text)])),
    element(
      "p",
      {},
      "Source: ",
      ...sourceParts(row.source).map(({ text, address }) => linkTo(text, address)),
    ),
    element("p", {}, "Rerun: ", element("code", {}, `npm run validate -- --only ${row.id}`)),
    ...(row.needs === undefined
      ? []
      : [
          element(
            "p",
            {},
            `Needs ${row.needs}, which is no part of the project; without it the figure is kept.`,
          ),
        ]),
    element("p", {}, element("a", { href: `#validation/${row.id}` }, "Link to this row")),
  );
}

function linkTo(text: string, address: string | undefined): Node {
  return address === undefined
    ? document.createTextNode(text)
    : element("a", { href: address, rel: "noreferrer", target: "_blank" }, text);
}

function shortSource(source: string): Node {
  const address = sourceParts(source).find((part) => part.address !== undefined)?.address;
  const name = sourceName(source);
  return address === undefined ? element("span", { title: source }, name) : linkTo(name, address);
}

/** A bar as long as the tolerance, filled as far as the difference goes. */
function gauge(used: number | undefined): Node | undefined {
  if (used === undefined) return undefined;
  const share = Math.min(1, used);
  const said = `takes ${used > 9.99 ? "many times" : `${Math.round(100 * used)} % of`} the tolerance`;
  return element(
    "span",
    { class: used > 1 ? "gauge over" : "gauge", role: "img", "aria-label": said, title: said },
    element("i", { style: `--share: ${share}` }),
  );
}
