import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addMonths,
  civilFromDays,
  Clock,
  daysFromCivil,
  epochSeconds,
  hourOfWeek,
  isoDate,
  isoDateTime,
  monthStarts,
  parseIso,
  quarterNumber,
} from "../../src/engine/clock.ts";

const anySecond = fc.integer({ min: Date.UTC(1, 0, 1) / 1_000, max: Date.UTC(9_999, 11, 31) / 1_000 });

describe("dates by arithmetic equal the runtime's Date", () => {
  test("to text and back", () => {
    fc.assert(
      fc.property(anySecond, (seconds) => {
        const text = new Date(seconds * 1_000).toISOString().replace(".000", "");
        expect(isoDateTime(seconds)).toBe(text);
        expect(isoDate(seconds)).toBe(text.slice(0, 10));
        expect(parseIso(text)).toBe(seconds);
      }),
      { numRuns: 2_000 },
    );
  });
  test("hour of the week and quarter", () => {
    fc.assert(
      fc.property(anySecond, (seconds) => {
        const date = new Date(seconds * 1_000);
        expect(hourOfWeek(seconds)).toBe(((date.getUTCDay() + 6) % 7) * 24 + date.getUTCHours());
        expect(quarterNumber(seconds)).toBe(date.getUTCFullYear() * 4 + Math.floor(date.getUTCMonth() / 3));
      }),
      { numRuns: 2_000 },
    );
  });
  test("every day of four centuries", () => {
    for (let days = daysFromCivil(1_800, 1, 1); days < daysFromCivil(2_200, 1, 1); days++) {
      const { year, month, day } = civilFromDays(days);
      const date = new Date(days * 86_400_000);
      const own = year * 10_000 + month * 100 + day;
      const theirs = date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
      if (own !== theirs || daysFromCivil(year, month, day) !== days) expect(own).toBe(theirs);
    }
  });
});

describe("parseIso", () => {
  test.each([
    ["2026-01-01", 1_767_225_600],
    ["2026-01-01T06:30Z", 1_767_249_000],
    ["2026-01-01T06:30:15Z", 1_767_249_015],
    ["2026-01-01T06:30:15.250Z", 1_767_249_015.25],
    ["2024-02-29", 1_709_164_800],
    ["2000-02-29", 951_782_400],
  ])("%s is %d", (text, seconds) => {
    expect(parseIso(text)).toBe(seconds);
  });
  test.each([
    "2026-02-30",
    "2025-02-29",
    "1900-02-29",
    "2026-13-01",
    "2026-00-10",
    "2026-04-31",
    "2026-01-00",
    "2026-1-1",
    "2026-01-01T24:00Z",
    "2026-01-01T10:60Z",
    "2026-01-01T10:00",
    "2026-01-01T10:00+02:00",
    " 2026-01-01",
    "20260101",
    "",
    "soon",
  ])("%j is no date", (text) => {
    expect(parseIso(text)).toBeUndefined();
    expect(() => epochSeconds(text)).toThrow(`(found ${JSON.stringify(text)})`);
  });
});

test("monthStarts gives the first midnights within [from, to)", () => {
  const dates = (from: string, to: string): string[] =>
    monthStarts(epochSeconds(from), epochSeconds(to)).map(isoDate);
  expect(dates("2025-11-01", "2026-02-01")).toEqual(["2025-11-01", "2025-12-01", "2026-01-01"]);
  expect(dates("2025-11-02", "2026-01-01")).toEqual(["2025-12-01"]);
  expect(dates("2025-11-02", "2025-11-30")).toEqual([]);
});

test("addMonths keeps the time of day and cuts the day to the month's last", () => {
  expect(isoDateTime(addMonths(epochSeconds("2026-01-31T05:06:07Z"), 1))).toBe("2026-02-28T05:06:07Z");
  expect(isoDate(addMonths(epochSeconds("2026-03-31"), -1))).toBe("2026-02-28");
  expect(isoDate(addMonths(epochSeconds("2024-02-29"), 12))).toBe("2025-02-28");
  expect(isoDate(addMonths(epochSeconds("2025-11-15"), 26))).toBe("2028-01-15");
});

test("a Clock counts from its start", () => {
  const clock = new Clock("2026-02-10");
  expect(clock.seconds("2026-02-11T01:00Z")).toBe(90_000);
  expect(clock.seconds("2026-02-09")).toBe(-86_400);
  expect(clock.date(86_400)).toBe("2026-02-11");
  expect(clock.dateTime(90_061.9)).toBe("2026-02-11T01:01:01Z");
  // 10 February 2026 was a Tuesday.
  expect(clock.hourOfWeek(0)).toBe(24);
  expect([0, 50, 142].map((days) => clock.quarter(days * 86_400))).toEqual([0, 1, 2]);
  expect(clock.monthStarts(0, 60 * 86_400).map((at) => clock.date(at))).toEqual(["2026-03-01", "2026-04-01"]);
  expect(() => new Clock("2026-02-30")).toThrow("date must be a real day");
});
