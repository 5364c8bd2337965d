/** What `npm run validate` wrote: every comparison with figures of others, as the page shows them. */

/** A measured and a predicted figure: `time` in ms a token, `rate` in tokens/s a chip. */
export interface ValidationPoint {
  readonly panel: "time" | "rate";
  readonly measured: number;
  readonly predicted: number;
  readonly series: string;
}

export interface ValidationRow {
  readonly id: string;
  readonly what: string;
  readonly expected: string;
  readonly simulated: string;
  readonly tolerance: string;
  readonly verdict: "agrees" | "differs" | "not run";
  readonly kind: "validation" | "calibration";
  readonly source: string;
  /** Part of the tolerance that the difference takes. */
  readonly used?: number;
  readonly needs?: string;
  readonly note?: string;
  readonly outside?: string;
  readonly point?: ValidationPoint;
}

export interface ValidationGroup {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly rows: readonly ValidationRow[];
}

export interface Validation {
  readonly format: "capsim-validation/1";
  readonly groups: readonly ValidationGroup[];
}

/** Whether a file is one of ours, and of this version. */
export function isValidation(value: unknown): value is Validation {
  return (
    typeof value === "object" &&
    value !== null &&
    "format" in value &&
    value.format === "capsim-validation/1" &&
    "groups" in value &&
    Array.isArray(value.groups)
  );
}

export const choices = ["all", "agrees", "differs", "not run", "calibration"] as const;
export type Choice = (typeof choices)[number];

/** Whether a row has every word that was typed, in any order, and is of the kind that was chosen. */
export function matches(row: ValidationRow, group: ValidationGroup, words: string, choice: Choice): boolean {
  if (choice === "calibration" ? row.kind !== choice : choice !== "all" && row.verdict !== choice)
    return false;
  const text = `${row.what} ${row.id} ${row.expected} ${row.source} ${group.title}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** "35 of 36 agree, 1 differs". */
export function countSentence(rows: readonly ValidationRow[]): string {
  const of = (verdict: ValidationRow["verdict"]): number =>
    rows.filter((row) => row.verdict === verdict).length;
  const [agree, differ, never] = [of("agrees"), of("differs"), of("not run")];
  return [
    agree === rows.length ? `all ${agree} agree` : `${agree} of ${rows.length} agree`,
    ...(differ > 0 ? [`${differ} ${differ === 1 ? "differs" : "differ"}`] : []),
    ...(never > 0 ? [`${never} never run`] : []),
  ].join(", ");
}

export type SourcePart = { readonly text: string; readonly address?: string };

/** A source cut into words and addresses. */
export function sourceParts(source: string): readonly SourcePart[] {
  return source.split(/(https?:\/\/[^\s,;()]+)/).flatMap((text, k): readonly SourcePart[] => {
    if (text === "") return [];
    return [k % 2 === 1 ? { text, address: text } : { text }];
  });
}

/** Name of a source in a few letters: the host of its first address, else who wrote it. */
export function sourceName(source: string): string {
  const address = sourceParts(source).find((part) => part.address !== undefined)?.address;
  if (address !== undefined) return new URL(address).host.replace(/^www\./, "");
  const [first = ""] = source.split(/[,;:]/);
  return first.length > 24 ? `${first.slice(0, 23)}…` : first;
}
