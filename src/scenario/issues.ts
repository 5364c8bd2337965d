/** What is wrong with an input: one entry per fault, all of them at once. */

export interface Issue {
  /** Dotted path in the scenario, or a place in a file (`deliveries.csv:12`). Empty: the whole input. */
  readonly path: string;
  /** The rule that is broken and what is allowed; reads on from the path. */
  readonly message: string;
  /** What stands there, shortened. Absent where there is nothing to show. */
  readonly found?: string;
}

/** A reader of faults: the checks report into it and none of them stops at the first. */
export type Report = (path: string, message: string, ...found: readonly unknown[]) => void;

/** `path rule (found value)`, the one form in which an issue is printed. */
export function formatIssue(issue: Issue): string {
  const head = issue.path === "" ? issue.message : `${issue.path} ${issue.message}`;
  return issue.found === undefined ? head : `${head} (found ${issue.found})`;
}

/** Collects issues; an issue said twice is kept once. */
export class IssueList {
  readonly issues: Issue[] = [];
  readonly #seen = new Set<string>();

  readonly report: Report = (path, message, ...found) => {
    this.add(found.length === 0 ? { path, message } : { path, message, found: showFound(found[0]) });
  };

  add(issue: Issue): void {
    const key = JSON.stringify([issue.path, issue.message, issue.found]);
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.issues.push(issue);
  }
}

const LONGEST = 80;
const shorten = (text: string): string =>
  text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 3)}...`;

/** A value as a person recognises it in the file: short, on one line. */
export function showFound(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return shorten(JSON.stringify(value));
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) {
    const keys = Object.keys(value);
    return keys.length === 0 ? "an empty object" : shorten(`an object with ${keys.join(", ")}`);
  }
  return typeof value === "number" || typeof value === "boolean" || value === null
    ? String(value)
    : typeof value;
}

/** Least number of single-letter edits, swaps of neighbours counted as one (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const cost = (last[j - 1] ?? 0) + (same ? 0 : 1);
      let best = Math.min(cost, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

const plain = (word: string): string => word.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

/** The candidate a person probably meant, or undefined when none is near. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = plain(word).slice(0, 100);
  if (wanted === "") return undefined;
  let best: string | undefined;
  let least = Infinity;
  for (const candidate of candidates) {
    const other = plain(candidate).slice(0, 100);
    if (other === "") continue;
    const extends_ =
      wanted.length >= 4 && other.length >= 4 && (other.startsWith(wanted) || wanted.startsWith(other));
    const distance = extends_ ? 1 : editDistance(wanted, other);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return least <= Math.max(1, Math.floor(wanted.length / 3)) ? best : undefined;
}

const MOST_LISTED = 12;

/** ` (did you mean "x"?)` or the list of what there is, to end a message about an unknown name. */
export function suggestion(word: string, candidates: Iterable<string>): string {
  const all = [...candidates];
  // A word cannot be a misspelling of itself: it stands where it does not belong.
  const near = all.includes(word) ? undefined : nearest(word, all);
  if (near !== undefined) return `; did you mean "${near}"?`;
  if (all.length === 0) return "; there are none";
  const shown = all.slice(0, MOST_LISTED).join(", ");
  return `; use one of ${shown}${all.length > MOST_LISTED ? `, ... (${all.length})` : ""}`;
}
