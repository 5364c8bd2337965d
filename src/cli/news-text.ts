/** Lists of announcements as text. */
import type { NewsItem, Scenario } from "../index.ts";
import type { Tried } from "./news.ts";
import { left, paint, printable, wrap } from "./terminal.ts";
import type { Terminal } from "./terminal.ts";

const DATE = 10;
const STATE = 4;
const CONFIDENCE = 10;

/** One line each; those that change nothing in the scenario come after the others. */
export function newsText(
  items: readonly NewsItem[],
  scenario: Scenario | undefined,
  terminal: Terminal,
): string {
  if (scenario === undefined)
    return `${items.map((item) => lineOf(item, "", terminal)).join("\n")}\n${foot(terminal, "capsim news <scenario> says which of them a scenario holds.")}`;
  const here = items.filter(({ state }) => state !== "none");
  const rest = items.filter(({ state }) => state === "none");
  return [
    paint(terminal, "bold", `Announcements in ${printable(scenario.title)}`),
    ...here.map((item) => lineOf(item, item.state, terminal)),
    ...(rest.length === 0 ? [] : ["", paint(terminal, "bold", "Without effect here")]),
    ...rest.map((item) => lineOf(item, "", terminal)),
    foot(
      terminal,
      "on: the scenario holds it. Switch one by --set news.ID=true or =false; --try ID runs the scenario both ways.",
    ),
  ].join("\n");
}

const foot = (terminal: Terminal, text: string): string =>
  `${paint(terminal, "dim", wrap(text, terminal.columns))}\n`;

function lineOf(item: NewsItem, state: string, terminal: Terminal): string {
  const date = left(item.date ?? "what if", DATE);
  const columns = `${date}  ${state === "" ? "" : `${left(state, STATE)} `}${left(item.confidence, CONFIDENCE)} `;
  // The columns count as one word, so that the rest is set after them and on, with the long ids further left.
  const [first = "", ...more] = `${printable(item.title)} (${item.id})`.split(" ");
  const lines = wrap(
    [STAND_IN.repeat(columns.length - HANGING.length) + first, ...more].join(" "),
    terminal.columns,
    HANGING,
  );
  return columns + lines.trimStart().replace(/^\0+/, "");
}

/** In the place of blanks that are to stay. */
const STAND_IN = "\0";
const HANGING = " ".repeat(12);

export function tryText(item: NewsItem, told: Tried, terminal: Terminal): string {
  const said = item.whatIf
    ? "A what-if: nobody has said it."
    : `${item.date ?? ""}, ${item.by}: ${item.what} (${item.confidence}, ${item.source})`;
  return [
    paint(terminal, "bold", wrap(printable(told.sentence), terminal.columns)),
    paint(terminal, "dim", wrap(printable(said), terminal.columns)),
    paint(terminal, "dim", `news.${item.id} ${told.from} -> ${told.to}, seed ${told.seed}`),
    "",
  ].join("\n");
}
