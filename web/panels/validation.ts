/**
 * The validation page: what the simulator gives beside what others published or computed. Loaded, with its data, when
 * somebody asks for it.
 */
import "../styles/validation.css";
import { button, element, setText } from "../dom.ts";
import { choices, countSentence, isValidation, matches } from "../view/validation.ts";
import type { Choice, Validation, ValidationGroup } from "../view/validation.ts";
import { fittedGroup } from "../view/validation-plot.ts";
import { validationPlot } from "./validation-plot.ts";
import { validationRow } from "./validation-row.ts";

const choiceNames: Readonly<Record<Choice, string>> = {
  all: "all rows",
  agrees: "that agree",
  differs: "that differ",
  "not run": "never run",
  calibration: "calibration",
};

/** Rows of a group that are shown before a reader asks for all, where there are more than `longGroup`. */
const briefly = 12;
const longGroup = 40;

export interface ValidationDialog {
  /** Shows all, or the row or group whose id is given. */
  readonly open: (id: string) => void;
  readonly close: () => void;
}

export function validationDialog(onClose: () => void): ValidationDialog {
  const headline = element("p", { class: "headline", role: "status" }, "Loading…");
  const words = element("input", {
    type: "search",
    placeholder: "filter by words",
    "aria-label": "Filter by words",
  });
  const choice = element(
    "select",
    { "aria-label": "Which rows" },
    ...choices.map((id) => element("option", { value: id }, choiceNames[id])),
  );
  const shown = element("span", { role: "status" });
  const tools = element("div", { class: "tools", hidden: true }, words, choice, shown);
  const jumps = element("nav", { "aria-label": "Groups" });
  const body = element("div", { class: "groups" });
  const node = element(
    "dialog",
    { id: "validation", "aria-labelledby": "validation-title", onclose: onClose },
    element(
      "div",
      { class: "head" },
      element("h2", { id: "validation-title", tabindex: "-1", autofocus: true }, "Validation"),
      button("Close", () => node.close()),
    ),
    headline,
    jumps,
    tools,
    body,
  );
  document.body.append(node);

  let drawn: readonly DrawnGroup[] = [];
  /** Long groups that were opened in full. */
  const whole = new Set<string>();
  const filter = (): void => {
    const chosen = choices.find((id) => id === choice.value) ?? "all";
    const all = chosen === "all" && words.value.trim() === "";
    let [count, total] = [0, 0];
    for (const { group, section, rows, more } of drawn) {
      const brief = all && group.rows.length > longGroup && !whole.has(group.id);
      let inGroup = 0;
      for (const [k, row] of group.rows.entries()) {
        const is = matches(row, group, words.value, chosen);
        const line = rows[k];
        // What differs is never behind a button.
        if (line !== undefined) line.hidden = !is || (brief && k >= briefly && row.verdict === "agrees");
        if (is) inGroup++;
      }
      section.hidden = inGroup === 0;
      more.hidden = !brief;
      count += inGroup;
      total += rows.length;
    }
    setText(shown, count === 0 ? "no row matches" : all ? `${total} rows` : `${count} of ${total} rows`);
  };
  const showWhole = (group: string): void => {
    whole.add(group);
    filter();
  };
  words.addEventListener("input", filter);
  choice.addEventListener("change", filter);

  /** Once; again after it failed. */
  let loading: Promise<void> | undefined;
  const load = async (): Promise<void> => {
    try {
      const data = await fetchValidation();
      drawn = data.groups.map((group) =>
        drawGroup(
          group,
          () => showWhole(group.id),
          group.id === fittedGroup ? validationPlot(data) : undefined,
        ),
      );
      setText(headline, "");
      headline.append(...headlineOf(data));
      jumps.replaceChildren(...data.groups.map(jumpTo));
      body.replaceChildren(...drawn.map(({ section }) => section));
      tools.hidden = false;
      filter();
    } catch (error) {
      loading = undefined;
      const why = error instanceof Error ? error.message : String(error);
      setText(headline, `The comparisons could not be loaded: ${why}. Close and open again to retry.`);
    }
  };

  return {
    close: () => node.close(),
    open: (id) => {
      if (!node.open) node.showModal();
      loading ??= load();
      void loading.then(() =>
        reveal(node, id, () => {
          words.value = "";
          choice.value = "all";
          for (const { group } of drawn) if (group.rows.some((row) => row.id === id)) whole.add(group.id);
          filter();
        }),
      );
    },
  };
}

async function fetchValidation(): Promise<Validation> {
  const answer = await fetch(new URL("validation.json", document.baseURI));
  if (!answer.ok) throw new Error(`the server says ${answer.status}`);
  const value: unknown = await answer.json();
  if (!isValidation(value)) throw new Error("the file is of another version");
  return value;
}

function headlineOf({ groups }: Validation): readonly (Node | string)[] {
  const rows = groups.flatMap((group) => group.rows);
  const fitted = rows.filter(({ kind }) => kind === "calibration").length;
  return [
    element(
      "b",
      {},
      `What the simulator gives beside what others published or computed: ${countSentence(rows)}.`,
    ),
    ` ${fitted} are calibration: our constants were chosen with that figure in view, so that agreement proves nothing. `,
    element(
      "span",
      { class: "legend" },
      "The bar says how much of its tolerance a difference takes. Open a row for its source and the command that reruns it.",
    ),
    ...(groups.some(({ id }) => id === fittedGroup)
      ? [
          " ",
          element(
            "a",
            { href: `#validation/${fittedGroup}` },
            "Serving, predicted against measured, as a plot",
          ),
        ]
      : []),
  ];
}

function jumpTo({ id, title, rows }: ValidationGroup): HTMLElement {
  const agree = rows.filter(({ verdict }) => verdict === "agrees").length;
  return element(
    "a",
    { href: `#validation/${id}` },
    title,
    " ",
    element("small", {}, `${agree}/${rows.length}`),
  );
}

interface DrawnGroup {
  readonly group: ValidationGroup;
  readonly section: HTMLElement;
  readonly rows: readonly HTMLElement[];
  readonly more: HTMLElement;
}

function drawGroup(group: ValidationGroup, showWhole: () => void, figure: Node | undefined): DrawnGroup {
  const { id, title, about } = group;
  const rows = group.rows.map(validationRow);
  const more = button(`Show all ${rows.length} rows`, () => {
    showWhole();
    // The button is gone; whoever came by keyboard goes on with the first row it hid.
    rows[briefly]?.focus({ preventScroll: true });
  });
  const heads = ["What", "Expected", "Simulated", "Tolerance", "Verdict", "Source"];
  const section = element(
    "section",
    { id: `validation-${id}`, tabindex: "-1", "aria-labelledby": `validation-${id}-title` },
    element(
      "h3",
      { id: `validation-${id}-title` },
      element("a", { href: `#validation/${id}` }, title),
      " ",
      element("small", {}, countSentence(group.rows)),
    ),
    element("p", {}, about),
    figure,
    element(
      "table",
      {},
      element("thead", {}, element("tr", {}, ...heads.map((name) => element("th", { scope: "col" }, name)))),
      element("tbody", {}, ...rows),
    ),
    more,
  );
  return { group, section, rows, more };
}

/** Brings a row or a group before the reader's eyes; what the filter hides is shown again. */
function reveal(node: HTMLElement, id: string, showAll: () => void): void {
  if (id === "") return;
  const found = node.querySelector<HTMLElement>(`#${CSS.escape(`validation-${id}`)}`);
  if (found === null) return;
  if (found.closest("[hidden]") !== null) showAll();
  const details = found.querySelector("details");
  if (found.localName === "tr" && details !== null) details.open = true;
  found.scrollIntoView({ block: "start" });
  found.focus({ preventScroll: true });
}
