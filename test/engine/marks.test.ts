import fc from "fast-check";
import { expect, test } from "vitest";
import { Marks } from "../../src/engine/index.ts";

/** What a walk meets, in its order. */
function walked(marks: Marks): number[] {
  const met: number[] = [];
  for (let index = marks.low; index <= marks.high; index++) if (marks.has(index)) met.push(index);
  return met;
}

test("a walk meets each mark once, upwards, whatever the order they came in; clearing forgets them", () => {
  const indices = fc.array(fc.nat(40), { maxLength: 60 });
  fc.assert(
    fc.property(indices, indices, (first, second) => {
      const marks = new Marks(41);
      for (const part of [first, second]) {
        expect([marks.any, walked(marks)]).toEqual([false, []]);
        for (const index of part) marks.add(index);
        expect(walked(marks)).toEqual([...new Set(part)].toSorted((a, b) => a - b));
        expect(marks.any).toBe(part.length > 0);
        marks.clear();
      }
    }),
  );
});

test("what is added above on the way is met, what is added below is not", () => {
  const marks = new Marks(10);
  marks.add(4);
  const met: number[] = [];
  for (let index = marks.low; index <= marks.high; index++) {
    if (!marks.has(index)) continue;
    met.push(index);
    if (index === 4) for (const other of [2, 7]) marks.add(other);
  }
  expect(met).toEqual([4, 7]);
  expect(walked(marks)).toEqual([2, 4, 7]);
});
