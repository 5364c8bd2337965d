// Checkpoints, recovery and interruptions of random jobs: every option, most of them now and then.
import fc from "fast-check";
import { keyed, number, optional, whole } from "./random-parts.ts";
import type { CampaignInput, TrainingInput } from "./random-parts.ts";

type Checkpoint = NonNullable<CampaignInput["checkpoint"]>;

const write = fc.oneof(
  fc.constantFrom(0, 0.001, 10, 300, 3600).map((writeSeconds) => ({ writeSeconds })),
  fc.record({ sizeGb: number(0, 1e5), storeGbPerS: number(1, 2000) }),
);
const interval = fc.oneof(
  fc.constantFrom("optimum" as const, "young" as const, "daly" as const),
  number(1, 50_000),
);
const mode = fc.oneof(
  fc.constant({}),
  fc.constant({ mode: "blocking" as const }),
  fc.constant({ mode: "async" as const }),
  number(0, 60).map((stallSeconds) => ({ mode: "async" as const, stallSeconds })),
);
const memory = fc.record({
  everySeconds: fc.oneof(number(1, 600), number(600, 50_000)),
  writeSeconds: fc.constantFrom(0, 1, 30),
  survivesHosts: whole(0, 3),
});

export const checkpoint: fc.Arbitrary<Checkpoint> = fc
  .tuple(write, interval, mode, optional(memory, 1))
  .map(([a, b, c, d]) => ({ ...a, interval: b, ...c, ...(d === undefined ? {} : { memory: d }) }));

export const recovery: fc.Arbitrary<CampaignInput["recovery"]> = optional(
  fc.oneof(
    fc.constant({ by: "restart" as const }),
    fc.record({
      by: fc.constant("standby" as const),
      chips: whole(1, 300),
      swapMinutes: fc.constantFrom(0, 1, 20),
    }),
    fc
      .tuple(whole(2, 8), fc.constantFrom(0, 0.5, 15), optional(fc.constantFrom(0, 5, 300), 2))
      .map(([replicas, pauseMinutes, rejoinMinutes]) => ({
        by: "replica" as const,
        replicas,
        pauseMinutes,
        ...(rejoinMinutes === undefined ? {} : { rejoinMinutes }),
      })),
  ),
  2,
);

export const interruptions: fc.Arbitrary<TrainingInput["interruptions"]> = optional(
  fc
    .array(
      fc.record({ perServerDay: number(0, 0.5), serverChips: fc.constantFrom(8, 64), planned: fc.boolean() }),
      { maxLength: 3 },
    )
    .map((list) => keyed("cause", list)),
  1,
);
