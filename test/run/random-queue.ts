// Queues of streams for random scenarios: a discipline, teams, arrivals by the clock, and logs instead of draws.
import fc from "fast-check";
import { FLEET_DISCIPLINES } from "../../src/scheduling/names.ts";
import { number, whole } from "./random-parts.ts";
import type { TrainingInput } from "./random-parts.ts";

export type StreamInput = NonNullable<TrainingInput["streams"]>[string];
type QueueInput = NonNullable<TrainingInput["queue"]>;

const TEAMS = ["blue", "red"] as const;

const log = fc
  .array(fc.tuple(number(0, 86_400), number(1, 300), number(60, 200_000)), { minLength: 1, maxLength: 12 })
  .chain((rows) =>
    fc.tuple(number(0.2, 2), number(0.5, 2)).map(([timeScale, sizeScale]) => {
      let at = 0;
      return {
        submitSeconds: rows.map(([gap]) => (at += gap)),
        chips: rows.map(([, chips]) => chips),
        runSeconds: rows.map(([, , seconds]) => seconds),
        timeScale,
        sizeScale,
      };
    }),
  );

const clock = fc.record({
  hoursOfDay: fc.array(number(0, 3), { minLength: 24, maxLength: 24 }),
  daysOfWeek: fc.array(fc.oneof(fc.constant(0), number(0.2, 2)), { minLength: 7, maxLength: 7 }),
});

/** Streams that come by the clock or from a log instead, some of them. */
export const varied = (stream: fc.Arbitrary<StreamInput>): fc.Arbitrary<StreamInput> =>
  fc.oneof(
    { weight: 3, arbitrary: stream },
    {
      weight: 1,
      arbitrary: fc.tuple(stream, clock).map(([base, hours]): StreamInput => ({ ...base, ...hours })),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(stream, log).map(([base, jobs]): StreamInput => {
        const { perDay: _, chips: __, days: ___, ...rest } = base;
        return { ...rest, log: jobs };
      }),
    },
    {
      weight: 1,
      arbitrary: stream.map((base): StreamInput => ({
        ...base,
        days: { kind: "exponential", mean: 1 },
        chips: { kind: "table", values: [16, 64, 256], weights: [5, 2, 1] },
      })),
    },
  );

/** A queue, and its teams given to the streams in turn; undefined: none. */
export const queue: fc.Arbitrary<QueueInput | undefined> = fc.option(
  fc.record({
    discipline: fc.constantFrom(...FLEET_DISCIPLINES),
    estimateFactor: fc.constantFrom(1, 1, 3),
    graceHours: fc.constantFrom(0, 2, 100),
    halfLifeDays: fc.constantFrom(0, 1, 30),
    borrow: fc.boolean(),
    reclaim: fc.boolean(),
  }),
  { nil: undefined },
);

export const withTeams = (streams: readonly StreamInput[]): readonly StreamInput[] =>
  streams.map((stream, k) => ({ ...stream, team: TEAMS[k % TEAMS.length] ?? "blue", priority: 1 + (k % 3) }));

export const someStreams = (stream: fc.Arbitrary<StreamInput>): fc.Arbitrary<readonly StreamInput[]> =>
  whole(0, 3).chain((most) => fc.array(varied(stream), { maxLength: most }));
