/** Measured hourly demand as series: one per region and class, in order of time, with what is missing from it. */

/** A row as far as it could be read. */
export interface HourlyRow {
  readonly start?: unknown;
  readonly region?: unknown;
  readonly class?: unknown;
  readonly tokensPerSecond?: unknown;
}

export interface HourlySeries {
  readonly region: string;
  readonly class: string;
  /** Index of each row in the list, by time. */
  readonly rows: readonly number[];
  /** Hours since 1970 of each of those. */
  readonly hours: readonly number[];
}

const MS_PER_HOUR = 3_600_000;

/** 2026-01-05T03:00Z of an hour since 1970. */
export const hourText = (hour: number): string =>
  `${new Date(hour * MS_PER_HOUR).toISOString().slice(0, 13)}:00Z`;

interface Cell {
  readonly region: string;
  readonly class: string;
  readonly rows: number[];
  readonly hours: number[];
  inOrder: boolean;
}

/** Rows that name no region, class or hour that can be read belong to no series. */
export function hourlySeries(rows: readonly HourlyRow[]): readonly HourlySeries[] {
  const cells = new Map<string, Cell>();
  // Each hour stands once for every region and class: reading its text costs more than finding it.
  const hourOf = new Map<string, number>();
  for (const [row, { start, region, class: klass }] of rows.entries()) {
    if (typeof start !== "string" || typeof region !== "string" || typeof klass !== "string") continue;
    let hour = hourOf.get(start);
    if (hour === undefined) hourOf.set(start, (hour = Date.parse(start) / MS_PER_HOUR));
    if (!Number.isInteger(hour)) continue;
    // No id holds a space.
    const key = `${region} ${klass}`;
    let cell = cells.get(key);
    if (cell === undefined)
      cells.set(key, (cell = { region, class: klass, rows: [], hours: [], inOrder: true }));
    if (hour < (cell.hours.at(-1) ?? -Infinity)) cell.inOrder = false;
    cell.rows.push(row);
    cell.hours.push(hour);
  }
  return [...cells.values()].map((cell) => {
    const { region, class: klass, hours, inOrder } = cell;
    if (inOrder) return { region, class: klass, rows: cell.rows, hours };
    const order = hours.map((_, i) => i).toSorted((a, b) => (hours[a] ?? 0) - (hours[b] ?? 0) || a - b);
    return {
      region,
      class: klass,
      rows: order.map((i) => cell.rows[i] ?? 0),
      hours: order.map((i) => hours[i] ?? 0),
    };
  });
}

/** Hours missing between the first and the last of a series, and where its first gap is: before the row `index`. */
export function gapsOf({ hours }: HourlySeries): {
  readonly missing: number;
  readonly span: number;
  readonly index: number;
} {
  const span = (hours.at(-1) ?? 0) - (hours[0] ?? 0) + 1;
  let [missing, index] = [0, -1];
  for (let i = 1; i < hours.length; i++) {
    const skipped = (hours[i] ?? 0) - (hours[i - 1] ?? 0) - 1;
    if (skipped <= 0) continue;
    if (index < 0) index = i;
    missing += skipped;
  }
  return { missing, span, index };
}

/** Zeros in a row that look like missing data rather than an hour without demand. */
const SUSPECT_ZEROS = 3;

/** Runs of zeros of at least three hours in a series that has demand elsewhere. */
export function zeroRuns(
  rows: readonly HourlyRow[],
  { rows: order, hours }: HourlySeries,
): { readonly runs: number; readonly zeros: number; readonly first: number } {
  let [runs, zeros, first, length, some] = [0, 0, -1, 0, false];
  for (let i = 0; i <= order.length; i++) {
    const value = i < order.length ? rows[order[i] ?? 0]?.tokensPerSecond : undefined;
    const follows = i > 0 && hours[i] === (hours[i - 1] ?? 0) + 1;
    if (value === 0 && (length === 0 || follows)) length++;
    else {
      if (length >= SUSPECT_ZEROS) {
        runs++;
        zeros += length;
        if (first < 0) first = hours[i - length] ?? -1;
      }
      length = value === 0 ? 1 : 0;
    }
    if (typeof value === "number" && value > 0) some = true;
  }
  return some ? { runs, zeros, first } : { runs: 0, zeros: 0, first: -1 };
}
