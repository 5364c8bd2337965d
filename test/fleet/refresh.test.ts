// Replacement by age: looked at on its day, replaced after the lead time, halls made liquid where the new chip needs it.
import { describe, expect, it } from "vitest";
import { compileModel, loadScenarioOrThrow, startRun } from "../../src/index.ts";
import type { Result } from "../../src/index.ts";

const DAY = 86_400;
/** Trainium1 is 560 W and 16 chips a server; Trainium3 1,220 W, 64 chips in an air-cooled UltraServer, 144 in a liquid one. */
const standing = (chips: number, since: string): object => ({
  kind: "standing",
  site: "campus",
  system: "trn1",
  since,
  chips,
});
/** In service since day -41: 0.15 years old on day 13.7875. */
const OLD = standing(1024, "2025-11-25");

function run(refresh: object, deliveries: object = { old: OLD }, others: object = {}): Result {
  const input = {
    id: "refresh",
    title: "Refresh",
    start: "2026-01-05",
    end: "2026-03-31",
    fleet: {
      burnInHours: 24,
      refresh: { ageYears: 0.15, trainingWeight: 1, leadTimeDays: 3, retrofitMonths: 0.3, ...refresh },
    },
    sites: {
      campus: { region: "us-east-2", phases: { a: { date: "2026-01-05", itMw: 2, hall: "air" } } },
    },
    deliveries,
    reliability: {
      hazards: { chipPerHour: 0, hostPerHour: 0, fabricPerHour: 0, jobPerHour: 0 },
      repair: { autoHours: 2, manualHours: 48, manualShare: 0.8, fabricHours: 8 },
      recoveryMinutes: { "2026-01-05": 10 },
    },
    training: {
      campaigns: { one: { start: "2026-03-30", maxChips: 16, days: 1, mfu: 0.4, precision: "bf16" } },
    },
    ...others,
  };
  return startRun(compileModel(loadScenarioOrThrow(input satisfies object))).finish();
}

const KINDS = ["refresh", "refresh-declined", "retired", "retrofit", "retrofitted", "delivery", "in-service"];
/** [kind, day, what, chips or watts or gain], from the day on which something is looked at. */
const story = (result: Result, kinds: readonly string[] = KINDS): readonly (readonly unknown[])[] =>
  result.events
    .filter((event) => event.seconds > 0 && kinds.includes(event.kind))
    .map((event) => [
      event.kind,
      Math.round((event.seconds / DAY) * 1e4) / 1e4,
      event.subject,
      Math.round(event.amount * 100) / 100,
    ]);

describe("a chip that takes the same halls", () => {
  it("comes on the day the old ones go, in whole UltraServers for their watts", () => {
    // 1,024 x 560 W = 573,440 W: 7 UltraServers of 78,080 W, 448 chips.
    expect(story(run({ systems: ["trn3-gen1"] }))).toEqual([
      ["refresh", 13.7875, "campus/trn1 > trn3-gen1", 1.62],
      ["retired", 16.7875, "campus/trn1", 1024],
      ["delivery", 16.7875, "campus/trn3-gen1", 448],
      ["in-service", 17.7875, "campus/trn3-gen1", 448],
      // Nothing newer is there for those.
      ["refresh-declined", 72.575, "campus/trn3-gen1 > nothing", 0],
    ]);
  });

  it("keeps the watts that made no whole UltraServer for the next", () => {
    const two = { older: standing(1536, "2025-11-20"), old: OLD };
    const delivered = story(run({ systems: ["trn3-gen2"], retrofitMonths: 0 }, two), ["delivery"]);
    // 860,160 W: 4 of 175,680 W and 157,440 W over; 573,440 W and those: 4, where alone they made 3.
    expect(delivered).toEqual([
      ["delivery", 11.7875, "campus/trn3-gen2", 576],
      ["delivery", 16.7875, "campus/trn3-gen2", 576],
    ]);
  });
});

describe("a chip that needs liquid", () => {
  it("comes when the halls of the old ones are back from their retrofit", () => {
    // 573,440 W: 3 of 175,680 W, 432 chips.
    expect(story(run({ systems: ["trn3-gen2"] }))).toEqual([
      ["refresh", 13.7875, "campus/trn1 > trn3-gen2", 1.62],
      ["retired", 16.7875, "campus/trn1", 1024],
      ["retrofit", 16.7875, "campus", 573_440],
      ["retrofitted", 25.9188, "campus", 573_440],
      ["delivery", 25.9188, "campus/trn3-gen2", 432],
      ["in-service", 26.9188, "campus/trn3-gen2", 432],
      ["refresh-declined", 81.7063, "campus/trn3-gen2 > nothing", 0],
    ]);
  });

  it("closes no more of the halls than the chips stood in, where halls are oversubscribed", () => {
    const crowded = run(
      { systems: ["trn3-gen2"] },
      { old: standing(4480, "2025-11-25") },
      {
        power: { oversubscription: 1.25 },
      },
    );
    // 2,508,800 W would stand in 2 MW of halls for 2.5: 4,464 chips do, and 1,999,872 W of halls close.
    expect(crowded.retrofits[0]?.itMw).toBeCloseTo(1.999872, 9);
  });
});

describe("what cannot be made yet", () => {
  it("holds the old chips in service until it can", () => {
    // 10 chips a day from the start: 573,440 W are 470.03 chips, on day 47.
    const supply = { trainium3: { "2026-01-05": 0, "2026-03-06": 600 } };
    expect(story(run({ systems: ["trn3-gen1"] }, { old: OLD }, { supply })).slice(0, 3)).toEqual([
      ["refresh", 13.7875, "campus/trn1 > trn3-gen1", 1.62],
      ["retired", 47.0033, "campus/trn1", 1024],
      ["delivery", 47.0033, "campus/trn3-gen1", 448],
    ]);
  });

  it("is taken in turn: what one batch waits for is not there for the next", () => {
    const supply = { trainium3: { "2026-01-05": 0, "2026-03-06": 600 } };
    const two = { older: standing(512, "2025-11-24"), old: standing(512, "2025-11-25") };
    // 235.02 chips each: days 23.5 and 47.
    expect(story(run({ systems: ["trn3-gen1"] }, two, { supply }), ["retired"])).toEqual([
      ["retired", 23.5016, "campus/trn1", 512],
      ["retired", 47.0033, "campus/trn1", 512],
    ]);
  });
});

describe("what does not pay", () => {
  it("stays, and the log says once with which figure", () => {
    const two = { older: standing(512, "2025-11-20"), old: OLD };
    const result = run({ systems: ["trn3-gen1"], minGain: 0.7 }, two);
    // What could never pay is no candidate.
    expect(story(result)).toEqual([["refresh-declined", 8.7875, "campus/trn1 > nothing", 0]]);
    expect(result.notes).toEqual([
      "The refresh can never pay: the best is trn3-gen1 for trn1 with 1.62 of its useful work per MW, and more than 1.70 is asked.",
    ]);
  });

  it("is not an older chip, whatever it gains", () => {
    const chips = { kind: "batch", site: "campus", system: "trn3-gen1", date: "2026-01-05", chips: 640 };
    const result = run({ systems: ["trn2-ultraserver"], ageYears: 0.05 }, { chips });
    // Trainium2 gives 1.44 times the BF16 per watt.
    expect(story(result, ["refresh", "retired"])).toEqual([]);
  });
});
