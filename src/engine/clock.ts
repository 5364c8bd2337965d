/**
 * Calendar dates (UTC, proleptic Gregorian) to seconds and back, by arithmetic alone: no `Date`, no time zones.
 * Three kinds of seconds: epoch seconds (from 1970-01-01T00:00:00Z), engine seconds (from the scenario's start), and
 * spans. Formulas: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
 */

export const SECONDS_PER_HOUR = 3_600;
export const SECONDS_PER_DAY = 86_400;
export const SECONDS_PER_WEEK = 604_800;

export interface CivilDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
}

const DAYS_PER_ERA = 146_097;
const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?Z)?$/;

/** Days from 1970-01-01 to a date, which is not checked. */
export function daysFromCivil(year: number, month: number, day: number): number {
  // Years run from March, so that the leap day is the last.
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - 719_468;
}

/** Date of the day that lies `days` after 1970-01-01. */
export function civilFromDays(days: number): CivilDate {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** Days in a month (1 to 12). */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * Epoch seconds of `YYYY-MM-DD` (its midnight) or `YYYY-MM-DDThh:mm[:ss[.sss]]Z`; undefined for any other text and for
 * dates that do not exist, such as 2026-02-30.
 */
export function parseIso(text: string): number | undefined {
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part: string | undefined) => Number(part ?? 0));
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const clock = hour * SECONDS_PER_HOUR + minute * 60 + second + Number(match[7] ?? 0);
  return daysFromCivil(year, month, day) * SECONDS_PER_DAY + clock;
}

/** As `parseIso`, but throws a RangeError that names the text. */
export function epochSeconds(text: string): number {
  const seconds = parseIso(text);
  if (seconds === undefined) {
    throw new RangeError(
      `date must be a real day as YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ (found ${JSON.stringify(text)})`,
    );
  }
  return seconds;
}

/** `YYYY-MM-DD` of the day that holds an epoch second. */
export function isoDate(epoch: number): string {
  const { year, month, day } = civilFromDays(Math.floor(epoch / SECONDS_PER_DAY));
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
}

/** `YYYY-MM-DDThh:mm:ssZ` of an epoch second, fractions cut off. */
export function isoDateTime(epoch: number): string {
  const whole = Math.floor(epoch);
  const inDay = whole - Math.floor(whole / SECONDS_PER_DAY) * SECONDS_PER_DAY;
  const hour = Math.floor(inDay / SECONDS_PER_HOUR);
  const minute = Math.floor((inDay - hour * SECONDS_PER_HOUR) / 60);
  return `${isoDate(whole)}T${two(hour)}:${two(minute)}:${two(inDay % 60)}Z`;
}

/** Hour of the week, 0 to 167, of an epoch second; Monday 00:00 UTC begins hour 0. */
export function hourOfWeek(epoch: number): number {
  const hours = Math.floor(epoch / SECONDS_PER_HOUR);
  // 1970-01-01 was a Thursday: 72 hours into its week.
  const hour = (hours + 72) % 168;
  return hour < 0 ? hour + 168 : hour;
}

/** Number of the calendar quarter that holds an epoch second, counted from year 0: 4 x year + (0 to 3). */
export function quarterNumber(epoch: number): number {
  const { year, month } = civilFromDays(Math.floor(epoch / SECONDS_PER_DAY));
  return year * 4 + Math.floor((month - 1) / 3);
}

/** Epoch seconds of every month's first midnight within [from, to). */
export function monthStarts(from: number, to: number): number[] {
  const starts: number[] = [];
  let { year, month } = civilFromDays(Math.floor(from / SECONDS_PER_DAY));
  for (;;) {
    const start = daysFromCivil(year, month, 1) * SECONDS_PER_DAY;
    if (start >= to) return starts;
    if (start >= from) starts.push(start);
    month++;
    if (month > 12) {
      month = 1;
      year++;
    }
  }
}

/** Epoch seconds of the same day of the month, `months` later; the day is cut to the month's last. */
export function addMonths(epoch: number, months: number): number {
  const days = Math.floor(epoch / SECONDS_PER_DAY);
  const { year, month, day } = civilFromDays(days);
  const index = year * 12 + (month - 1) + months;
  const newYear = Math.floor(index / 12);
  const newMonth = index - newYear * 12 + 1;
  const newDay = Math.min(day, daysInMonth(newYear, newMonth));
  return daysFromCivil(newYear, newMonth, newDay) * SECONDS_PER_DAY + (epoch - days * SECONDS_PER_DAY);
}

/** Dates on the clock of one run: engine seconds are counted from `startEpoch`. */
export class Clock {
  readonly startEpoch: number;

  /** `start` is an ISO date; throws when it is none. */
  constructor(start: string) {
    this.startEpoch = epochSeconds(start);
  }

  /** Engine seconds of an ISO date; throws when it is none. Negative before the start. */
  seconds(iso: string): number {
    return epochSeconds(iso) - this.startEpoch;
  }

  /** `YYYY-MM-DD` of an engine second. */
  date(seconds: number): string {
    return isoDate(this.startEpoch + seconds);
  }

  /** `YYYY-MM-DDThh:mm:ssZ` of an engine second. */
  dateTime(seconds: number): string {
    return isoDateTime(this.startEpoch + seconds);
  }

  /** Hour of the week (Monday 00:00 UTC = 0) of an engine second. */
  hourOfWeek(seconds: number): number {
    return hourOfWeek(this.startEpoch + seconds);
  }

  /** Calendar quarters since the start's own quarter. */
  quarter(seconds: number): number {
    return quarterNumber(this.startEpoch + seconds) - quarterNumber(this.startEpoch);
  }

  /** Engine seconds of every month's first midnight within [from, to). */
  monthStarts(from: number, to: number): number[] {
    return monthStarts(this.startEpoch + from, this.startEpoch + to).map((epoch) => epoch - this.startEpoch);
  }
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
