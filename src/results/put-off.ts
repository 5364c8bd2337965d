/** What waits for money, in words and in chip-hours: of orders, of a site's month, of the log. */
import { isoDate } from "../engine/index.ts";
import type { LoggedEvent } from "../ledger/event-log.ts";
import { yearOf } from "../fleet/annual-limits.ts";
import type { LimitsModel, Model, OrderModel } from "../model/types.ts";
import { grouped, short } from "./format.ts";
import type { OrderRow } from "./types.ts";

const DAY = 86_400;

const NAMES = { capital: "capital", spend: "the customer's bill" } as const;

/** "put off by money: 214 days" */
export function putOffOf(
  chips: number,
  putOff: NonNullable<OrderModel["putOff"]>,
): NonNullable<OrderRow["putOff"]> {
  const days = Math.ceil(putOff.seconds / DAY);
  const when = days === Infinity ? "not within the run" : `${grouped(days)} day${days === 1 ? "" : "s"}`;
  const part = putOff.chips < chips ? `, ${grouped(putOff.chips)} of ${grouped(chips)} chips` : "";
  return {
    chips: putOff.chips,
    days,
    by: putOff.by,
    text: `put off by money: ${putOff.chips < chips && days < Infinity ? "up to " : ""}${when}${part}`,
  };
}

/** Of each year's orders that wait: how much of them, until when, and for which limit. */
export function limitNotes(model: Model): string[] {
  const { limits } = model;
  if (limits === undefined) return [];
  const waits = limits.years.flatMap((year, index) =>
    (["capital", "spend"] as const).flatMap((by) => {
      const rows = limits.putOff.filter((row) => row.by === by && yearOf(limits, row.from) === index);
      if (rows.length === 0) return [];
      const usd = rows.reduce((sum, row) => sum + row.usd, 0);
      const chips = rows.reduce((sum, row) => sum + row.chips, 0);
      const what =
        by === "capital"
          ? `USD ${rounded(usd, model, by)} of ${year}'s orders`
          : `${year}'s orders of USD ${rounded(usd, model, by)} a year`;
      return [
        `${what} (${grouped(chips)} chips) put off ${untilText(limits, rows)} by ${limitText(limits, by, index)}.`,
      ];
    }),
  );
  return [...waits, ...unpricedNotes(model)];
}

/** With the figures that its prices allow: two where they are assumed. */
function rounded(usd: number, { money }: Model, by: "capital" | "spend"): string {
  const origin = money?.confidence[by === "capital" ? "chips" : "contract"] ?? "assumed";
  const weak = origin === "derived" || origin === "estimated" || origin === "assumed";
  return plain(short(Number(usd.toPrecision(weak ? 2 : 3))));
}

/** "6.60 B" -> "6.6 B" */
const plain = (text: string): string => text.replace(/(\.\d*?)0+(?= |$)/, "$1").replace(/\.(?= |$)/, "");

/** A limit cannot hold back what has no price. */
function unpricedNotes({ limits, money, pools }: Model): string[] {
  if (limits?.capital === undefined) return [];
  const months = limits.yearOfMonth.length;
  const unpriced = pools.filter((_, p) => Number.isNaN(money?.costs?.chipUsd[p * months] ?? NaN));
  const names = [...new Set(unpriced.map(({ chipName }) => chipName))];
  return names.length === 0
    ? []
    : [`Nobody states what ${names.join(", ")} costs, so the limit on capital does not hold it back.`];
}

function untilText(limits: LimitsModel, rows: LimitsModel["putOff"]): string {
  const came = rows.filter(({ until }) => until < Infinity).map(({ until }) => yearOf(limits, until));
  const name = (index: number): string => limits.years[index] ?? "";
  const first = name(Math.min(...came));
  const last = name(Math.max(...came));
  const to = came.length === 0 ? "" : first === last ? `to ${first}` : `to ${first}-${last}`;
  const never = came.length < rows.length ? "beyond the end of the run" : "";
  return [to, never].filter((part) => part !== "").join(" and ");
}

function limitText(limits: LimitsModel, by: "capital" | "spend", year: number): string {
  const usd = limits[by]?.usd ?? new Float64Array(0);
  const most = usd[year] ?? Infinity;
  // What was spent in the first year may leave nothing for those that waited in the next.
  const of = most === Infinity ? "earlier years' orders that wait" : `the limit of USD ${plain(short(most))}`;
  return `${of} on ${NAMES[by]}`;
}

/** The log's row: chips of an order, or of old ones that were to be replaced. */
export function putOffText(model: Model, row: LoggedEvent): string {
  const [pool = "", middle = "", end = ""] = row.subject.split(" > ");
  const chips = `${grouped(row.amount)} chips`;
  if (row.cause >= 0) {
    const at = Number(end);
    const until =
      at === Infinity ? "beyond the end of the run" : `to ${isoDate(model.startEpochSeconds + at)}`;
    return `${middle} for ${chips} of ${pool} put off ${until}: the annual limit on money leaves no room`;
  }
  const until = end === "never" ? "beyond the end of the run" : `to ${end} at the latest`;
  return `${chips} of ${pool} put off ${until} by the annual limit on ${middle === "spend" ? NAMES.spend : NAMES.capital}`;
}

/** Chip-hours and watt-hours of IT load that a site would have had between two moments, if money had not put them off. */
export function putOffHours(
  { limits, pools }: Model,
  site: number,
  from: number,
  to: number,
): { readonly chipHours: number; readonly wattHours: number } {
  let [chipHours, wattHours] = [0, 0];
  for (const row of limits?.putOff ?? []) {
    const pool = pools[row.pool];
    if (pool === undefined || pool.site !== site) continue;
    const hours = (row.chips * Math.max(0, Math.min(to, row.until) - Math.max(from, row.from))) / 3600;
    chipHours += hours;
    wattHours += hours * pool.wattsPerChip;
  }
  return { chipHours, wattHours };
}
