// What every comparison with an outside figure has in common: a line of docs/validation.md and of the page.

/** `calibration`: our constants were chosen with this figure in view, so that its agreement proves nothing. */
export type OracleKind = "validation" | "calibration";
/** `not run`: what it is compared with is not there on this machine. */
export type OracleVerdict = "agrees" | "differs" | "not run";

/** A measured and a predicted figure as a mark in the plot of one against the other. */
export interface OraclePoint {
  /** `time`: ms a token, less is better; `rate`: tokens/s a chip, more is better. */
  readonly panel: "time" | "rate";
  readonly measured: number;
  readonly predicted: number;
  /** Family of chips, as the legend names it. */
  readonly series: string;
}

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
  /** Part of the tolerance that the difference takes: 0 exact, 1 at its limit, more outside; where it can be measured. */
  readonly used?: number;
  /** What a rerun needs that is no part of the project. */
  readonly needs?: string;
  /** What a reader should know of the comparison. */
  readonly note?: string;
  /** What is known of the reason, for a row that is known to fall outside: it is shown as such and fails no test. */
  readonly outside?: string;
  readonly point?: OraclePoint;
}

export interface OracleGroup {
  readonly id: string;
  readonly title: string;
  /** What is compared, in a sentence or two. */
  readonly about: string;
  rows(): readonly OracleRow[];
}

/** What every kind of row is given. */
type Named = Pick<OracleRow, "id" | "what" | "source"> &
  Partial<Pick<OracleRow, "kind" | "needs" | "note" | "outside" | "point" | "used">>;

const withUnit = (text: string, unit: string): string => (unit === "" ? text : `${text} ${unit}`);

/** Figures that must be the same, letter by letter. */
export function equalRow(row: Named & { readonly expected: string; readonly simulated: string }): OracleRow {
  return {
    kind: "validation",
    ...row,
    tolerance: "equal",
    verdict: row.expected === row.simulated ? "agrees" : "differs",
  };
}

/** A number within so much of another: an absolute difference, or a share of what is expected. */
export function closeRow(
  row: Named & {
    readonly expected: number;
    readonly simulated: number;
    readonly within?: number;
    readonly withinShare?: number;
    readonly unit?: string;
    /** The tolerance in words, where they say more than the number. */
    readonly tolerance?: string;
    /** As a reader sees a number. */
    readonly say?: (value: number) => string;
  },
): OracleRow {
  const { expected, simulated, within, withinShare = 0, unit = "", say = figure, tolerance, ...rest } = row;
  const most = within ?? withinShare * Math.abs(expected);
  const used = Math.abs(simulated - expected) / most;
  return {
    kind: "validation",
    ...rest,
    expected: withUnit(say(expected), unit),
    simulated: withUnit(say(simulated), unit),
    tolerance:
      tolerance ??
      (within === undefined
        ? `within ${figure(100 * withinShare)} %`
        : `within ${withUnit(figure(within), unit)}`),
    // What is not a number agrees with nothing.
    verdict: used <= 1 ? "agrees" : "differs",
    used,
  };
}

/** A number between two others, which may be open. */
export function rangeRow(
  row: Named & {
    readonly simulated: number;
    readonly low?: number;
    readonly high?: number;
    readonly unit?: string;
    readonly expected: string;
    readonly tolerance?: string;
    readonly say?: (value: number) => string;
  },
): OracleRow {
  const { simulated, low = -Infinity, high = Infinity, unit = "", say = figure, ...rest } = row;
  const [middle, half] = [(low + high) / 2, (high - low) / 2];
  return {
    kind: "validation",
    tolerance:
      high === Infinity
        ? `at least ${withUnit(say(low), unit)}`
        : low === -Infinity
          ? `at most ${withUnit(say(high), unit)}`
          : `${say(low)} to ${withUnit(say(high), unit)}`,
    ...(Number.isFinite(half) && half > 0 ? { used: Math.abs(simulated - middle) / half } : {}),
    ...rest,
    simulated: withUnit(say(simulated), unit),
    verdict: simulated >= low && simulated <= high ? "agrees" : "differs",
  };
}

/** A mean against an exact figure, within three standard errors of the mean. */
export function meanRow(
  row: Named & {
    readonly expected: number;
    readonly mean: number;
    readonly standardError: number;
    readonly unit?: string;
  },
): OracleRow {
  const { expected, mean, standardError, unit = "", ...rest } = row;
  const used = Math.abs(mean - expected) / (3 * standardError);
  return {
    kind: "validation",
    ...rest,
    expected: withUnit(figure(expected), unit),
    simulated: `${withUnit(figure(mean), unit)} ± ${briefly(standardError)}`,
    tolerance: `3 standard errors (${briefly(3 * standardError)})`,
    verdict: used <= 1 ? "agrees" : "differs",
    used,
  };
}

/** Of an error two digits say all there is. */
const briefly = (error: number): string => figure(Number(error.toPrecision(2)));

/** Six significant digits, without an exponent where it can be read. */
export function figure(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) return value.toPrecision(4);
  return String(Number(value.toPrecision(6)));
}
