import { describe, expect, test } from "vitest";
import { test as given, fc } from "@fast-check/vitest";
import { Router, UNSERVED } from "../../src/inference/router.ts";
import type { DemandModel, RoutingModel } from "../../src/model/types.ts";

const POOLS = 3;
const CAP = 0.8;
/** Kinds of one model and two classes: warm, then cold. */
const KINDS = 4;
const RATES = [10, 20, 5, 8];

interface Setup {
  readonly spill?: RoutingModel["spill"];
  /** Part of the world of each pool. */
  readonly part?: readonly number[];
  readonly bound?: number;
  readonly fresh?: number;
  readonly waits?: boolean;
  /** Pools that do not meet any SLO away from home. */
  readonly tooFar?: readonly number[];
  readonly room: readonly number[];
  /** Tokens/s by region and class. */
  readonly demand: readonly (readonly [number, number])[];
}

/** Region r is nearest to pool r, then asks the others in turn. */
function routed(setup: Setup, inOnePiece = false): Router {
  const { part = [0, 1, 2], bound = 0, fresh = 1, waits = false, tooFar = [] } = setup;
  const regions = setup.demand.map((_, r) => ({
    id: `r${r}`,
    name: `r${r}`,
    share: 1,
    shiftHours: 0,
    boundShare: bound,
    pools: [r, ...[0, 1, 2].filter((p) => p !== r)],
    rttMs: [0, 100, 200],
  }));
  const demand = {
    utilisationCap: CAP,
    regions,
    classes: [
      { newShare: fresh, waitSeconds: 0 },
      { newShare: 1, waitSeconds: waits ? 86_400 : 0 },
    ],
    served: [{ id: "main" }],
    kinds: Array.from({ length: KINDS }, (_, k) => ({ klass: k % 2, served: 0, cold: k >= 2 })),
    routing: { spill: setup.spill ?? "any", part: Int32Array.from(part) },
  } as unknown as DemandModel;
  const rate = Float64Array.from({ length: POOLS * KINDS }, (_, k) => RATES[k % KINDS] ?? 0);
  const router = new Router(demand, POOLS, rate, (_, __, pool) => !tooFar.includes(pool));
  router.clear();
  router.room.set(setup.room);
  if (inOnePiece) router.spread(Float64Array.from(setup.demand.flat()), new Float64Array(2).fill(1));
  else
    for (let cell = 0; cell < router.cells; cell++)
      router.left[cell] =
        (setup.demand[router.regionOf[cell] ?? 0]?.[router.classOf[cell] ?? 0] ?? 0) *
        (router.weight[cell] ?? 0);
  router.settleHomes(() => true);
  router.assign();
  router.flows.list();
  return router;
}

/** Tokens/s from region to pool. */
const sent = (router: Router, region: number, pool: number): number => {
  let tokens = 0;
  const { flows } = router;
  for (let f = flows.first[region] ?? 0; f < (flows.first[region + 1] ?? 0); f++)
    if (flows.pool[f] === pool) tokens += flows.tokens[f] ?? 0;
  return tokens;
};
const leftOf = (router: Router, region: number): number => {
  let tokens = 0;
  for (let cell = router.firstCell[region] ?? 0; cell < (router.firstCell[region + 1] ?? 0); cell++)
    tokens += router.left[cell] ?? 0;
  return tokens;
};

describe("routing", () => {
  test("serves demand at home where there is room", () => {
    const router = routed({
      room: [100, 100, 100],
      demand: [
        [80, 0],
        [40, 0],
        [8, 0],
      ],
    });
    expect([sent(router, 0, 0), sent(router, 1, 1), sent(router, 2, 2)]).toEqual([80, 40, 8]);
    // 80 tokens/s at 10 a chip and at most 80 % busy.
    expect(router.used[0]).toBeCloseTo(10, 12);
  });

  test("fills every home before anything leaves one: the first region does not take the second's chips", () => {
    const router = routed({
      room: [1, 10, 0],
      demand: [
        [80, 0],
        [80, 0],
      ],
    });
    expect(sent(router, 1, 1)).toBe(80);
    expect(sent(router, 0, 1)).toBe(0);
    expect(leftOf(router, 0)).toBeCloseTo(72, 12);
  });

  test("sends what home has no room for to the next nearest", () => {
    const router = routed({ room: [1, 100, 100], demand: [[80, 0]] });
    expect([sent(router, 0, 0), sent(router, 0, 1), sent(router, 0, 2)]).toEqual([8, 72, 0]);
  });

  test("two pools of one part of the world are one home", () => {
    const router = routed({ part: [0, 0, 1], spill: "none", room: [1, 100, 100], demand: [[80, 0]] });
    expect([sent(router, 0, 0), sent(router, 0, 1)]).toEqual([8, 72]);
  });

  test("keeps demand at home where the rule says so, and says that chips stood elsewhere", () => {
    const router = routed({ spill: "none", room: [1, 100, 100], demand: [[80, 0]] });
    expect(leftOf(router, 0)).toBeCloseTo(72, 12);
    expect(UNSERVED[router.reasonOf(0)]).toBe("residency");
  });

  test("keeps what may not leave at home, and gives it the chips there first", () => {
    const router = routed({ bound: 0.5, room: [2, 100, 100], demand: [[80, 0]] });
    // Bound first: 40 tokens/s need 5 chips, and there are 2.
    expect(sent(router, 0, 0)).toBeCloseTo(16, 12);
    expect(sent(router, 0, 1)).toBeCloseTo(40, 12);
    expect(leftOf(router, 0)).toBeCloseTo(24, 12);
    expect(UNSERVED[router.reasonOf(0)]).toBe("residency");
  });

  test("does not use a pool from which the SLO class cannot be met, and says so", () => {
    const router = routed({ spill: "slo", tooFar: [1], room: [1, 100, 0], demand: [[80, 0]] });
    expect(sent(router, 0, 1)).toBe(0);
    expect(UNSERVED[router.reasonOf(0)]).toBe("latency");
  });

  test("nobody's chips are free: capacity is the reason", () => {
    const router = routed({ room: [1, 1, 1], demand: [[800, 0]] });
    expect(UNSERVED[router.reasonOf(0)]).toBe("capacity");
  });

  test("new sessions leave before sessions in progress, which lose their cache on the way", () => {
    const router = routed({ fresh: 0.5, room: [5, 100, 100], demand: [[80, 0]] });
    // Home takes the 40 of sessions in progress; the new ones leave, as warm as ever.
    expect(sent(router, 0, 0)).toBeCloseTo(40, 12);
    expect(router.used[1]).toBeCloseTo(40 / (10 * CAP), 12);
    const crowded = routed({ fresh: 0.5, room: [2, 100, 100], demand: [[80, 0]] });
    // 24 of them must leave too, at the rate of prompts without a cache.
    expect(crowded.used[1]).toBeCloseTo(40 / (10 * CAP) + 24 / (5 * CAP), 12);
    expect(crowded.flows.byPool[1 * KINDS + 2]).toBeCloseTo(24, 12);
  });

  test("regions that share a home and are short of chips each get the same part of what they ask", () => {
    const setup = { part: [0, 0, 1], spill: "none" as const, room: [10, 0, 0] };
    const router = routed({
      ...setup,
      demand: [
        [120, 0],
        [40, 0],
      ],
    });
    // 20 chips asked of 10.
    expect(sent(router, 0, 0)).toBeCloseTo(60, 9);
    expect(sent(router, 1, 0)).toBeCloseTo(20, 9);
    const classes = routed({ ...setup, demand: [[80, 160]] });
    // 10 and 10 chips asked at their own rates.
    expect(classes.flows.byPool[0]).toBeCloseTo(40, 9);
    expect(classes.flows.byPool[1]).toBeCloseTo(80, 9);
  });

  test("what can wait is served last at home", () => {
    const router = routed({ waits: true, spill: "none", room: [10, 0, 0], demand: [[80, 80]] });
    expect(sent(router, 0, 0)).toBeCloseTo(80, 12);
    expect(leftOf(router, 0)).toBeCloseTo(80, 12);
  });

  const amount = fc.double({ min: 0, max: 500, noNaN: true });
  const chips = fc.integer({ min: 0, max: 60 });
  const setups = fc.record({
    spill: fc.constantFrom<RoutingModel["spill"]>("none", "slo", "any"),
    part: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: POOLS, maxLength: POOLS }),
    bound: fc.constantFrom(0, 0.3, 1),
    fresh: fc.constantFrom(0, 0.4, 1),
    waits: fc.boolean(),
    tooFar: fc.subarray([0, 1, 2]),
    room: fc.array(chips, { minLength: POOLS, maxLength: POOLS }),
    demand: fc.array(fc.tuple(amount, amount), { minLength: 1, maxLength: 3 }),
  });

  given.prop([setups])("sends no more than there is and uses no more than there is, everywhere", (setup) => {
    const router = routed(setup);
    setup.demand.forEach(([a, b], r) => {
      let out = 0;
      for (let p = 0; p < POOLS; p++) out += sent(router, r, p);
      expect(out + leftOf(router, r)).toBeCloseTo(a + b, 6);
    });
    setup.room.forEach((room, p) => expect(router.used[p]).toBeLessThanOrEqual(room + 1e-9));
    // What leaves no trace at home stays unserved only where every pool it may use is full.
    if (setup.spill === "any" && setup.bound === 0)
      setup.demand.forEach((_, r) => {
        if (leftOf(router, r) < 1e-6) return;
        setup.room.forEach((room, p) => expect(router.used[p]).toBeGreaterThan(room - 1e-6));
      });
  });

  given.prop([setups, fc.integer({ min: 0, max: 2 }), fc.integer({ min: 1, max: 50 })])(
    "more chips anywhere never serve less at their full rate",
    (setup, pool, more) => {
      const total = (s: typeof setup): number => {
        const router = routed({ ...s, fresh: 1 });
        return s.demand.reduce((sum, _, r) => sum + leftOf(router, r), 0);
      };
      const room = setup.room.map((chipsThere, p) => chipsThere + (p === pool ? more : 0));
      // Where a region's home is does not depend on its room.
      expect(total({ ...setup, waits: false, room })).toBeLessThanOrEqual(
        total({ ...setup, waits: false }) + 1e-6,
      );
    },
  );

  given.prop([setups])("where all fits at home one piece goes where its cells would", (setup) => {
    const [whole, cut] = [routed(setup, true), routed(setup)];
    setup.demand.forEach((_, r) => {
      for (let p = 0; p < POOLS; p++) expect(sent(whole, r, p)).toBeCloseTo(sent(cut, r, p), 6);
      expect(leftOf(whole, r)).toBeCloseTo(leftOf(cut, r), 6);
    });
    whole.flows.byPool.forEach((tokens, k) => expect(tokens).toBeCloseTo(cut.flows.byPool[k] ?? NaN, 6));
    whole.used.forEach((used, p) => expect(used).toBeCloseTo(cut.used[p] ?? NaN, 6));
  });
});
