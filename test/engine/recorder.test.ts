import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BIN_SECONDS, epochSeconds, HOURS_PER_WEEK, hourOfWeek, Recorder } from "../../src/engine/index.ts";

const HOUR = 3_600;
const DAY = 86_400;

const row = (recorder: Recorder, values: Float64Array, channel = 0): number[] => [
  ...values.subarray(channel * recorder.bins, (channel + 1) * recorder.bins),
];

describe("Recorder", () => {
  test("integrates a level that changes within and across bins, the last bin cut short", () => {
    const recorder = new Recorder({ endSeconds: 2.5 * HOUR, binSeconds: HOUR, channels: 1 });
    recorder.set(0, 10, 0);
    recorder.add(0, 5, 1_800);
    recorder.add(0, -15, HOUR + 900);
    recorder.set(0, 2, 2 * HOUR + 900);
    recorder.finish(2.5 * HOUR);
    expect(recorder.bins).toBe(3);
    expect(row(recorder, recorder.integral)).toEqual([10 * 1_800 + 15 * 1_800, 15 * 900, 2 * 900]);
    expect(row(recorder, recorder.min)).toEqual([10, 0, 0]);
    expect(row(recorder, recorder.max)).toEqual([15, 15, 2]);
    expect([0, 1, 2].map((bin) => recorder.binWidth(bin))).toEqual([HOUR, HOUR, HOUR / 2]);
    expect(recorder.level(0)).toBe(2);
  });

  test("books untouched bins from the level itself", () => {
    const recorder = new Recorder({ endSeconds: 100 * DAY, binSeconds: DAY, channels: 2 });
    recorder.set(1, 0.1, 0);
    recorder.finish(100 * DAY);
    expect(row(recorder, recorder.integral, 1)).toEqual(Array.from({ length: 100 }, () => 0.1 * DAY));
    expect(row(recorder, recorder.integral, 0)).toEqual(Array.from({ length: 100 }, () => 0));
    expect(row(recorder, recorder.min, 1)).toEqual(row(recorder, recorder.max, 1));
  });

  test("levels that lasted no time are no extremes: not within an instant, not at a bin's edge", () => {
    const recorder = new Recorder({ endSeconds: 2 * HOUR, binSeconds: HOUR, channels: 1 });
    recorder.set(0, 5, 0);
    recorder.add(0, 100, 600);
    recorder.add(0, -100, 600);
    recorder.set(0, 7, HOUR);
    recorder.finish(2 * HOUR);
    expect(row(recorder, recorder.min)).toEqual([5, 7]);
    expect(row(recorder, recorder.max)).toEqual([5, 7]);
    expect(row(recorder, recorder.integral)).toEqual([5 * HOUR, 7 * HOUR]);
  });

  test("what lies after an early finish stays empty", () => {
    const recorder = new Recorder({ endSeconds: 3 * HOUR, binSeconds: HOUR, channels: 1 });
    recorder.set(0, 1, 0);
    recorder.finish(HOUR + 60);
    expect(row(recorder, recorder.integral)).toEqual([HOUR, 60, 0]);
    expect([recorder.min[2], recorder.max[2]]).toEqual([Infinity, -Infinity]);
  });

  test("extremes are kept for the channels named, in their order, and for no others", () => {
    const options = { endSeconds: 2 * HOUR, binSeconds: HOUR, channels: 3 } as const;
    const all = new Recorder(options);
    const some = new Recorder({ ...options, extremes: [2, 0] });
    for (const recorder of [all, some]) {
      for (const channel of [0, 1, 2]) {
        recorder.set(channel, 5 + channel, 600);
        recorder.set(channel, 1 + channel, HOUR + 600);
      }
      recorder.finish(2 * HOUR);
    }
    expect(some.integral).toEqual(all.integral);
    expect(some.min.length).toBe(4);
    for (const channel of [0, 2]) {
      const [at, from] = [some.extremesAt(channel), channel * 2];
      expect([...some.min.subarray(at, at + 2)]).toEqual([...all.min.subarray(from, from + 2)]);
      expect([...some.max.subarray(at, at + 2)]).toEqual([5 + channel, 5 + channel]);
    }
    expect(() => some.extremesAt(1)).toThrow("the extremes of channel 1 are not kept");
  });

  test("a change at the very end of the record is taken and lasts no time", () => {
    const recorder = new Recorder({ endSeconds: HOUR, binSeconds: HOUR, channels: 1 });
    recorder.set(0, 3, 0);
    recorder.set(0, 9, HOUR);
    recorder.finish(HOUR);
    expect([recorder.integral[0], recorder.max[0], recorder.level(0)]).toEqual([3 * HOUR, 3, 9]);
  });

  test("deposits land in the bins they cover and leave level and extremes alone", () => {
    const recorder = new Recorder({ endSeconds: 3 * HOUR, binSeconds: HOUR, channels: 1 });
    recorder.set(0, 1, 0);
    recorder.add(0, 1, 2 * HOUR);
    recorder.deposit(0, 1_800, HOUR + 900, 4);
    recorder.deposit(0, HOUR, HOUR + 450, -4);
    recorder.deposit(0, 700, 700, 4);
    recorder.finish(3 * HOUR);
    expect(row(recorder, recorder.integral)).toEqual([HOUR + 4 * 1_800, HOUR + 4 * 450, 2 * HOUR]);
    expect(row(recorder, recorder.max)).toEqual([1, 1, 2]);
  });

  test("any slices of work integrate as the plain sum does, in every bin width, deposits included", () => {
    const change = fc.record({
      gap: fc.nat(40_000),
      channel: fc.nat(2),
      delta: fc.integer({ min: -50, max: 50 }),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...BIN_SECONDS),
        fc.array(change, { maxLength: 60 }),
        (binSeconds, changes) => {
          const end = 3 * 604_800 - 5_000;
          const recorder = new Recorder({ endSeconds: end, binSeconds, channels: 3 });
          const expected = Array.from({ length: 3 }, () => new Float64Array(recorder.bins));
          const levels = [0, 0, 0];
          const hold = (from: number, to: number): void => {
            for (let bin = 0; bin < recorder.bins; bin++) {
              const overlap = Math.min(to, (bin + 1) * binSeconds) - Math.max(from, bin * binSeconds);
              if (overlap > 0)
                expected.forEach((cells, channel) => (cells[bin]! += levels[channel]! * overlap));
            }
          };
          let now = 0;
          for (const { gap, channel, delta } of changes) {
            const next = Math.min(now + gap, end);
            hold(now, next);
            now = next;
            if (delta % 7 === 0) {
              const from = Math.max(0, now - 2 * gap);
              recorder.deposit(channel, from, now, delta);
              const kept = levels.splice(0, 3, 0, 0, 0);
              levels[channel] = delta;
              hold(from, now);
              levels.splice(0, 3, ...kept);
            } else if (delta % 2 === 0) {
              recorder.add(channel, delta, now);
              levels[channel]! += delta;
            } else {
              recorder.set(channel, delta, now);
              levels[channel] = delta;
            }
            expect(recorder.level(channel)).toBe(levels[channel]);
          }
          hold(now, end);
          recorder.finish(end);
          // Whole levels and whole seconds: exact.
          expected.forEach((cells, channel) =>
            expect(row(recorder, recorder.integral, channel)).toEqual([...cells]),
          );
        },
      ),
    );
  });

  test("a snapshot goes on as if nothing happened, to the bit, and using it leaves it alone", () => {
    const profile = { channels: [1], startEpochSeconds: epochSeconds("2026-01-01") };
    const make = (): Recorder =>
      new Recorder({ endSeconds: 40 * DAY, binSeconds: DAY, channels: 2, profile });
    const drive = (recorder: Recorder, from: number, to: number): void => {
      for (let k = from; k < to; k++) {
        recorder.add(0, 0.1 * (k % 5), k * 997.3);
        recorder.set(1, (k * 13) % 7, k * 997.3);
      }
    };
    const whole = make();
    drive(whole, 0, 3_000);
    whole.finish(40 * DAY);
    const first = make();
    drive(first, 0, 1_234);
    const plain = structuredClone(first.snapshot());
    const second = make();
    second.restore(plain);
    drive(second, 1_234, 3_000);
    second.finish(40 * DAY);
    expect(second.snapshot()).toEqual(whole.snapshot());
    const third = make();
    third.restore(plain);
    expect(third.snapshot()).toEqual(first.snapshot());
    const other = new Recorder({ endSeconds: 40 * DAY, binSeconds: HOUR, channels: 2 });
    expect(() => other.restore(plain)).toThrow(
      /snapshot must be of a record with 2 channels, 960 bins and 0 profiles/,
    );
  });

  test("refuses times that go back or lie beyond the end, channels and bins that do not exist", () => {
    const recorder = new Recorder({ endSeconds: HOUR, binSeconds: HOUR, channels: 1 });
    recorder.add(0, 1, 600);
    expect(() => recorder.add(0, 1, 599)).toThrow(
      "cannot record channel 0 at 599 s: time must be at least 600",
    );
    expect(() => recorder.set(0, 8, HOUR + 1)).toThrow("at most 3600");
    expect(() => recorder.add(0, 1, NaN)).toThrow("cannot record channel 0 at NaN s");
    expect(() => recorder.add(1, 1, 700)).toThrow("cannot record channel 1");
    expect(() => recorder.deposit(0, 10, HOUR + 1, 1)).toThrow(
      "deposit must lie within 0 to 3600 s (found 10 to 3601)",
    );
    expect(() => new Recorder({ endSeconds: 0, binSeconds: HOUR, channels: 1 })).toThrow(
      "end must be above 0 s",
    );
    const odd = { endSeconds: 1, binSeconds: 7_200, channels: 1 } as unknown as ConstructorParameters<
      typeof Recorder
    >[0];
    expect(() => new Recorder(odd)).toThrow("bin must be one of 3600, 21600, 86400, 604800 s (found 7200)");
  });
});

describe("hour-of-week profile", () => {
  const start = "2026-02-10";
  const startEpochSeconds = epochSeconds(start);
  const end = 200 * DAY;

  test("books each hour of the week by calendar quarter, counted from the start's own", () => {
    const recorder = new Recorder({
      endSeconds: end,
      binSeconds: 604_800,
      channels: 3,
      profile: { channels: [2], startEpochSeconds },
    });
    const expected = new Float64Array(3 * HOURS_PER_WEEK);
    const seconds = new Float64Array(3 * HOURS_PER_WEEK);
    // 1 April and 1 July 2026 begin quarters 1 and 2.
    const quarterAt = (hour: number): number =>
      [epochSeconds("2026-04-01"), epochSeconds("2026-07-01")].filter(
        (at) => startEpochSeconds + hour * HOUR >= at,
      ).length;
    for (let hour = 0; hour < end / HOUR; hour++) {
      const level = hour % 11;
      recorder.set(2, level, hour * HOUR);
      // Half way, a change within the hour.
      recorder.add(2, 1, hour * HOUR + 1_800);
      const cell = quarterAt(hour) * HOURS_PER_WEEK + hourOfWeek(startEpochSeconds + hour * HOUR);
      expected[cell]! += level * 1_800 + (level + 1) * 1_800;
      seconds[cell]! += HOUR;
    }
    recorder.deposit(2, 3 * DAY + 600, 3 * DAY + HOUR + 600, 2);
    expected[hourOfWeek(startEpochSeconds + 3 * DAY)]! += 2 * 3_000;
    expected[hourOfWeek(startEpochSeconds + 3 * DAY) + 1]! += 2 * 600;
    recorder.finish(end);
    expect(recorder.profile.map((values) => [...values])).toEqual([[...expected]]);
    expect([...recorder.profileSeconds]).toEqual([...seconds]);
    // The profile and the bins are two views of one integral.
    const total = row(recorder, recorder.integral, 2).reduce((sum, value) => sum + value, 0);
    expect(total).toBe(expected.reduce((sum, value) => sum + value, 0));
  });

  test("a level held for months is spread over the hours it lasted", () => {
    const recorder = new Recorder({
      endSeconds: end,
      binSeconds: DAY,
      channels: 1,
      profile: { channels: [0], startEpochSeconds },
    });
    recorder.set(0, 4, 90.5 * DAY + 17);
    recorder.finish(end);
    expect(recorder.profile[0]!.reduce((sum, value) => sum + value, 0)).toBe(4 * (end - (90.5 * DAY + 17)));
    expect(row(recorder, recorder.max)[90]).toBe(4);
    expect(row(recorder, recorder.min)[90]).toBe(0);
  });

  test("must start at a whole hour", () => {
    const profile = { channels: [0], startEpochSeconds: 60 };
    expect(() => new Recorder({ endSeconds: 1, binSeconds: HOUR, channels: 1, profile })).toThrow(
      "whole hour",
    );
  });
});
