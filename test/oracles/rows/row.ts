// What every comparison with an outside figure has in common: a line of docs/validation.md and of the page.

/** `calibration`: our constants were chosen with this figure in view, so that its agreement proves nothing. */
export type OracleKind = "validation" | "calibration";
/** `not run`: what it is compared with is not there on this machine. */
export type OracleVerdict = "agrees" | "differs" | "not run";

export interface OracleRow {
  /** Unique among all rows, as in `scheduling.kth-sp2-easy-starts`. */
  readonly id: string;
  readonly what: string;
  /** As a reader sees them, with their unit. */
  readonly expected: string;
  readonly simulated: string;
  /** In words: "equal", "3 standard errors: 0.42", "within 0.5 points". */
  readonly tolerance: string;
  readonly verdict: OracleVerdict;
  readonly kind: OracleKind;
  /** Where the expected figure is from: an address or a reference with a DOI. */
  readonly source: string;
}

export interface OracleGroup {
  readonly id: string;
  readonly title: string;
  /** What is compared, in a sentence or two. */
  readonly about: string;
  rows(): readonly OracleRow[];
}

/** A mean against an exact figure, within three standard errors of the mean. */
export function meanRow(
  row: Pick<OracleRow, "id" | "what" | "source"> & {
    readonly expected: number;
    readonly mean: number;
    readonly standardError: number;
    readonly unit?: string;
  },
): OracleRow {
  const { id, what, source, expected, mean, standardError, unit = "" } = row;
  const say = (value: number): string => `${figure(value)}${unit === "" ? "" : ` ${unit}`}`;
  return {
    id,
    what,
    expected: say(expected),
    simulated: `${say(mean)} ± ${figure(standardError)}`,
    tolerance: `3 standard errors (${figure(3 * standardError)})`,
    verdict: Math.abs(mean - expected) <= 3 * standardError ? "agrees" : "differs",
    kind: "validation",
    source,
  };
}

/** Six significant digits, without an exponent where it can be read. */
export function figure(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) return value.toPrecision(4);
  return String(Number(value.toPrecision(6)));
}
