import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Calendar } from "../../src/engine/calendar.ts";
import { Stream } from "../../src/engine/random.ts";

/** The same contract by brute force: a list searched for the least (time, class, sequence). */
class ReferenceCalendar {
  private readonly events: {
    time: number;
    eventClass: number;
    sequence: number;
    payload: number;
    id: number;
  }[] = [];
  private sequence = 0;
  schedule(time: number, eventClass: number, payload: number, id: number): void {
    this.events.push({ time, eventClass, sequence: this.sequence++, payload, id });
  }
  cancel(id: number): boolean {
    const index = this.events.findIndex((event) => event.id === id);
    if (index >= 0) this.events.splice(index, 1);
    return index >= 0;
  }
  get size(): number {
    return this.events.length;
  }
  take(): { time: number; payload: number; id: number } | undefined {
    this.events.sort((a, b) => a.time - b.time || a.eventClass - b.eventClass || a.sequence - b.sequence);
    return this.events.shift();
  }
}

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant("schedule" as const), time: fc.nat(6), eventClass: fc.nat(2) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("take" as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("cancel" as const), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("copy" as const) }) },
);

describe("Calendar", () => {
  test("gives what a sorted list gives under any mix of schedule, take, cancel and snapshot", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
        let calendar = new Calendar();
        const reference = new ReferenceCalendar();
        const handles: number[] = [];
        for (const now of steps) {
          if (now.kind === "schedule") {
            const payload = handles.length;
            handles.push(calendar.schedule(now.time, now.eventClass, 7, payload));
            reference.schedule(now.time, now.eventClass, payload, payload);
          } else if (now.kind === "take") {
            const expected = reference.take();
            expect(calendar.peekTime()).toBe(expected?.time ?? Infinity);
            if (expected === undefined) continue;
            calendar.take();
            expect([calendar.takenHandler, calendar.takenPayload]).toEqual([7, expected.payload]);
          } else if (now.kind === "cancel" && handles.length > 0) {
            const id = now.which % handles.length;
            const pending = reference.cancel(id);
            expect(calendar.isPending(handles[id]!)).toBe(pending);
            expect(calendar.cancel(handles[id]!)).toBe(pending);
            expect(calendar.isPending(handles[id]!)).toBe(false);
          } else if (now.kind === "copy") {
            const copy = new Calendar();
            copy.restore(structuredClone(calendar.snapshot()));
            calendar = copy;
          }
          expect(calendar.size).toBe(reference.size);
        }
      }),
      { numRuns: 400 },
    );
  });

  test("gives what a sorted list gives when thousands wait outside the heap, on even and uneven times", () => {
    const batch = fc.record({
      plant: fc.nat(300),
      take: fc.nat(200),
      cancel: fc.nat(60),
      // Seconds, minutes and years side by side, whole hours with many ties, or one instant.
      scale: fc.constantFrom("uneven" as const, "even" as const, "tied" as const, "instant" as const),
      copy: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(batch, { maxLength: 25 }),
        fc.constantFrom(1, 8, 192),
        fc.nat(),
        (batches, spillFloor, seed) => {
          let calendar = new Calendar(spillFloor);
          const stream = new Stream(seed, 0, "calendar");
          // Sorted by time, class and sequence, as they must come out.
          const expected: { time: number; eventClass: number; id: number; handle: number }[] = [];
          let [ids, k, now] = [0, 0, 0];
          const draw = (): number => stream.uniform(0, k++);
          for (const { plant, take, cancel, scale, copy } of batches) {
            for (let index = 0; index < plant; index++) {
              const delay = {
                uneven: 10 ** (draw() * 9),
                even: draw() * 1_000,
                tied: Math.floor(draw() * 20) * 3_600,
                instant: 0,
              };
              const time = now + delay[scale];
              const eventClass = Math.floor(draw() * 3);
              expected.push({
                time,
                eventClass,
                id: ids,
                handle: calendar.schedule(time, eventClass, 7, ids),
              });
              ids++;
            }
            expected.sort((a, b) => a.time - b.time || a.eventClass - b.eventClass || a.id - b.id);
            for (let index = 0; index < cancel && expected.length > 0; index++) {
              const [gone] = expected.splice(Math.floor(draw() * expected.length), 1);
              if (gone !== undefined) expect(calendar.cancel(gone.handle)).toBe(true);
            }
            if (copy) {
              const restored = new Calendar(spillFloor);
              restored.restore(structuredClone(calendar.snapshot()));
              calendar = restored;
            }
            for (const next of expected.splice(0, take)) {
              expect(calendar.peekTime()).toBe(next.time);
              calendar.take();
              expect(calendar.takenPayload).toBe(next.id);
              expect(calendar.isPending(next.handle)).toBe(false);
              now = next.time;
            }
            expect(calendar.size).toBe(expected.length);
            expect(expected.every(({ handle }) => calendar.isPending(handle))).toBe(true);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test("keeps a large set sorted, ties in the order of scheduling, through growth and sweeps", () => {
    const calendar = new Calendar();
    const handles: number[] = [];
    const expected: [number, number][] = [];
    for (let id = 0; id < 50_000; id++) {
      const time = (id * 7_919) % 1_009;
      handles.push(calendar.schedule(time, 0, 1, id));
      if (id % 3 === 0) expected.push([time, id]);
    }
    for (let id = 0; id < 50_000; id++) if (id % 3 !== 0) expect(calendar.cancel(handles[id]!)).toBe(true);
    expect(calendar.size).toBe(expected.length);
    expected.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    for (const [time, id] of expected) {
      expect(calendar.peekTime()).toBe(time);
      calendar.take();
      expect(calendar.takenPayload).toBe(id);
    }
    expect(calendar.peekTime()).toBe(Infinity);
    expect(calendar.size).toBe(0);
  });

  test("cancelled events leave the memory before their time", () => {
    const calendar = new Calendar();
    for (let round = 0; round < 100_000; round++)
      calendar.cancel(calendar.schedule(1e9 + round, 0, 1, round));
    expect(calendar.size).toBe(0);
    expect(calendar.snapshot().handler.length).toBeLessThan(1_000);
  });

  test("a handle is positive, and dead after its event fired even when the slot is used again", () => {
    const calendar = new Calendar();
    const first = calendar.schedule(1, 0, 1, 0);
    expect(first).toBeGreaterThan(0);
    expect(calendar.peekTime()).toBe(1);
    calendar.take();
    const second = calendar.schedule(2, 0, 1, 0);
    expect(calendar.cancel(first)).toBe(false);
    expect(calendar.isPending(second)).toBe(true);
    for (const handle of [0, -1, NaN, 1e300, 0.5, 12_345]) expect(calendar.cancel(handle)).toBe(false);
    expect(calendar.cancel(second)).toBe(true);
    expect(calendar.cancel(second)).toBe(false);
  });

  test("cancelWhere cancels what it is told to and nothing else", () => {
    const calendar = new Calendar();
    for (let id = 0; id < 100; id++) calendar.schedule(id, 0, id % 2, id);
    expect(calendar.cancelWhere((handler) => handler === 1)).toBe(50);
    const left: number[] = [];
    while (calendar.peekTime() < Infinity) {
      calendar.take();
      left.push(calendar.takenPayload);
    }
    expect(left).toEqual(Array.from({ length: 50 }, (_, index) => 2 * index));
  });
});
