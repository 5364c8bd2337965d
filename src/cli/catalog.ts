/** `capsim catalog`: lists and explains the numbers of the built-in catalogue. */
import { builtinCatalogue, factsOf } from "../index.ts";
import type { Fact } from "../index.ts";
import { CommandFault, EXIT } from "./fail.ts";
import { left, paint, wrap } from "./terminal.ts";
import type { Terminal } from "./terminal.ts";

/** Facts explained in full when a query leaves no more than these. */
const MOST_EXPLAINED = 6;

const matches = (fact: Fact, words: readonly string[]): boolean =>
  words.every((word) => fact.path.toLowerCase().includes(word));

function brief(value: unknown): string {
  if (Array.isArray(value)) return `${value.length} values`;
  if (typeof value === "object" && value !== null) return `${Object.keys(value).length} values`;
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

const range = ({ low, high }: Fact): string =>
  low === undefined && high === undefined ? "" : ` (${brief(low) || "?"} to ${brief(high) || "?"})`;
const amount = (fact: Fact): string =>
  `${brief(fact.value)}${range(fact)}${fact.unit === undefined ? "" : ` ${fact.unit}`}`;

function explain(fact: Fact, terminal: Terminal): string {
  const field = (name: string, text: string): string =>
    wrap(text, terminal.columns, `  ${left(name, 11)} `).replace(/^ +(?=\S)/, `  ${left(name, 11)} `);
  const body = [
    field("value", amount(fact)),
    field("confidence", fact.confidence),
    field("source", fact.source),
    ...(fact.note === undefined ? [] : [field("note", fact.note)]),
    ...(fact.inputs === undefined ? [] : [field("inputs", fact.inputs.join(", "))]),
    ...tableLines(fact.value),
  ];
  return [paint(terminal, "bold", fact.path), ...body].join("\n");
}

/** The entries of a table, one a line. */
function tableLines(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).map(
    ([key, part]) => `    ${left(key, 24)} ${typeof part === "object" ? JSON.stringify(part) : brief(part)}`,
  );
}

/**
 * @throws {CommandFault} when nothing matches
 */
export function catalog(query: readonly string[], json: boolean, terminal: Terminal): string {
  const words = query.flatMap((word) => word.toLowerCase().split(/\s+/)).filter((word) => word !== "");
  const facts = [...factsOf(builtinCatalogue())];
  const exact = facts.filter((fact) => fact.path.toLowerCase() === words.join(" "));
  const found = exact.length > 0 ? exact : facts.filter((fact) => matches(fact, words));
  if (found.length === 0)
    throw new CommandFault(
      `no number of the catalogue has ${words.map((word) => `"${word}"`).join(" and ")} in its path; try a part of one, as in: capsim catalog trainium2`,
      EXIT.badInput,
    );
  if (json) return `${JSON.stringify(found, undefined, 2)}\n`;
  if (words.length > 0 && found.length <= MOST_EXPLAINED)
    return `${found.map((fact) => explain(fact, terminal)).join("\n\n")}\n`;
  const width = Math.min(44, Math.max(...found.map(({ path }) => path.length)));
  const lines = found.map((fact) =>
    `${left(fact.path, width)}  ${left(amount(fact), Math.max(12, terminal.columns - width - 14))}  ${fact.confidence}`.trimEnd(),
  );
  return `${lines.join("\n")}\n${paint(terminal, "dim", `${found.length} numbers; add words to narrow down, a whole path to explain one`)}\n`;
}
