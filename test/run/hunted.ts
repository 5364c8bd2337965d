// Scenarios that once broke the ledger, or that alone reach a transition: small worlds with one story each.
import type { ScenarioInput } from "../../src/scenario/index.ts";

const base = {
  id: "hunted",
  title: "Hunted",
  start: "2026-01-05",
  end: "2026-02-04",
  binHours: 6,
  seed: 1,
  fleet: { burnInHours: 24 },
  reliability: {
    hazards: { chipPerHour: 1.262e-5, hostPerHour: 3.994e-5, fabricPerHour: 1.055e-4, jobPerHour: 0.002 },
    multiplier: 5,
    repair: { autoHours: 2, manualHours: 48, manualShare: 0.8, fabricHours: 8 },
    recoveryMinutes: { "2026-01-05": 10 },
  },
} as const satisfies Partial<ScenarioInput>;

const hall = { region: "us-east-2", phases: { a: { date: "2026-01-05", itMw: 3, hall: "air" } } } as const;
const batch = {
  kind: "batch",
  site: "campus",
  system: "trn2-ultraserver",
  date: "2026-01-05",
  chips: 2048,
} as const;

/** Two thirds of the fleet in one elastic gang, demand that rises by day and takes chips from it. */
const sharing = {
  ...base,
  sites: { campus: hall },
  deliveries: { first: batch },
  training: {
    campaigns: {
      gang: {
        start: "2026-01-07",
        maxShare: 0.9,
        minShareOfMax: 0.3,
        days: 20,
        mfu: 0.4,
        checkpoint: { writeSeconds: 300, interval: 3000 },
      },
    },
  },
  inference: {
    llm: "llama-3-8b",
    instanceChips: 16,
    derate: { production: 0.68, containsHeadroom: 0.85, containsRepairs: 0.985 },
    from: "2026-01-05",
    outputTokensPerSecond: 400_000,
    growth: { perYear: 1.5, finalPerYear: 1.1, decayYears: 1 },
    classes: { office: { share: 1, profile: "office", tokenMix: "office" } },
    regions: { home: { share: 1, origin: "us-east-1" } },
  },
} as const satisfies ScenarioInput;

/** A save for growth takes two hours and the end comes in the middle of it. */
const saveAtTheEnd = {
  ...base,
  end: "2026-01-12",
  fleet: { burnInHours: 22.5 },
  reliability: { ...base.reliability, multiplier: 0 },
  sites: { campus: hall },
  deliveries: { first: { ...batch, chips: 1024 }, last: { ...batch, chips: 512, date: "2026-01-11" } },
  training: {
    campaigns: {
      gang: {
        start: "2026-01-06",
        maxChips: 2048,
        minChips: 512,
        days: 20,
        mfu: 0.4,
        checkpoint: { writeSeconds: 7200, interval: 10_000 },
      },
    },
  },
} as const satisfies ScenarioInput;

/** A gang sets chips aside for days, loses them to demand in the mornings, and starts late or never. */
const reservation = {
  ...sharing,
  reliability: { ...base.reliability, multiplier: 0 },
  deliveries: { first: { ...batch, chips: 1024 }, more: { ...batch, chips: 1024, date: "2026-01-25" } },
  training: {
    campaigns: { gang: { start: "2026-01-06", maxChips: 2048, minChips: 1024, days: 5, mfu: 0.4 } },
  },
} as const satisfies ScenarioInput;

/** Power for half of what stands there: jobs run capped, fail capped and finish capped. */
const capped = {
  ...base,
  power: { oversubscription: 1.5 },
  sites: {
    campus: {
      ...hall,
      phases: { a: { date: "2026-01-05", itMw: 1.2, hall: "air" } },
      curtailments: { cut: { from: "2026-01-09", to: "2026-01-20", mw: 0.3 } },
    },
  },
  deliveries: { first: batch },
  training: {
    campaigns: { gang: { start: "2026-01-06", maxChips: 1024, days: 2, mfu: 0.4, repeatAfterDays: 0.1 } },
    streams: {
      small: {
        perDay: 4,
        chips: { kind: "constant", value: 32 },
        days: { kind: "constant", value: 1 },
        mfu: 0.3,
      },
    },
  },
} as const satisfies ScenarioInput;

/** One gang after the other under a cut that no other load can make room for: each runs and finishes capped. */
const finishedCapped = {
  ...base,
  reliability: { ...base.reliability, multiplier: 0 },
  sites: {
    campus: {
      ...hall,
      phases: { a: { date: "2026-01-05", itMw: 1.2, hall: "air" } },
      curtailments: { cut: { from: "2026-01-08", to: "2026-02-03", mw: 0.7 } },
    },
  },
  deliveries: { first: { ...batch, chips: 1280 } },
  training: {
    campaigns: { gang: { start: "2026-01-06", maxChips: 1280, days: 0.7, mfu: 0.4, repeatAfterDays: 0.1 } },
  },
} as const satisfies ScenarioInput;

/** Twice the power goes altogether, with a gang, a reservation, replicas and a batch in burn-in. */
const dark = {
  ...sharing,
  deliveries: { first: batch, more: { ...batch, chips: 640, date: "2026-01-12" } },
  sites: {
    campus: {
      ...hall,
      curtailments: {
        one: { from: "2026-01-12", to: "2026-01-14", mw: 50 },
        two: { from: "2026-01-20", to: "2026-01-21", mw: 3.55 },
      },
    },
  },
} as const satisfies ScenarioInput;

/** Work that is lost draws other watts than work that counts, and so does every state that settles late. */
const watts = {
  ...sharing,
  catalogue: {
    wattsByState: {
      default: {
        shares: {
          values: { productive: 0.7, lost: 0.9, uncommitted: 0.5, checkpointing: 0.95, restarting: 0.4 },
        },
      },
    },
  },
} as const satisfies ScenarioInput;

/** Chips retire after a fortnight, some of them broken, some of them in a gang that saves or in small jobs. */
const retirement = {
  ...base,
  fleet: { burnInHours: 0, lifeYears: 0.04 },
  reliability: {
    ...base.reliability,
    multiplier: 40,
    repair: { autoHours: 40, manualHours: 400, manualShare: 0.9, fabricHours: 100 },
  },
  sites: { campus: hall },
  deliveries: {
    first: {
      kind: "ramp",
      site: "campus",
      system: "trn2-ultraserver",
      from: "2026-01-05",
      to: "2026-02-02",
      everyDays: 3,
      chips: 4096,
    },
  },
  training: {
    campaigns: {
      gang: {
        start: "2026-01-06",
        maxChips: 1024,
        minChips: 128,
        days: 9,
        mfu: 0.4,
        checkpoint: { writeSeconds: 3600, interval: 20_000 },
      },
    },
    streams: {
      small: {
        perDay: 5,
        chips: { kind: "uniform", low: 10, high: 60 },
        days: { kind: "constant", value: 2 },
        mfu: 0.3,
      },
    },
  },
} as const satisfies ScenarioInput;

/** Capped to the end in a last bin cut short: a quotient of speeds once fell a rounding behind the end of the record. */
const roundingAtTheEnd = {
  ...base,
  end: "2026-03-31",
  binHours: 168,
  fleet: { burnInHours: 168 },
  reliability: { ...base.reliability, multiplier: 0, recoveryMinutes: {} },
  sites: {
    campus: {
      region: "us-mississippi",
      phases: { a: { date: "2026-01-05", itMw: 0.88 } },
      curtailments: { cut: { from: "2026-03-19", to: "2026-04-06", mw: 1 } },
    },
  },
  deliveries: { fill: { kind: "fill", system: "inf2", months: 1 }, first: { ...batch, chips: 960 } },
  training: {
    campaigns: {
      gang: {
        start: "2026-01-15",
        maxChips: 1018,
        minShareOfMax: 0.7,
        days: 8,
        mfu: 0.3,
        repeatAfterDays: 2,
      },
    },
  },
} as const satisfies ScenarioInput;

/** Replicas that begin to serve between two hours: the fleet's total once missed them. */
const switchedBetweenHours = {
  ...sharing,
  end: "2026-03-23",
  training: {
    streams: {
      small: {
        perDay: 3,
        chips: { kind: "uniform", low: 18, high: 24 },
        days: { kind: "lognormal", p5: 1, p95: 3 },
        mfu: 0.3,
      },
    },
  },
  deliveries: { first: { ...batch, chips: 512 } },
  inference: { ...sharing.inference, from: "2026-01-25", outputTokensPerSecond: 100_000 },
} as const satisfies ScenarioInput;

/** A small gang grows again and again, each time after a save of two hours in which what it set aside may break. */
const brokenWhileSaving = {
  ...base,
  fleet: { burnInHours: 0 },
  reliability: {
    ...base.reliability,
    multiplier: 30,
    repair: { ...base.reliability.repair, manualShare: 0.1 },
  },
  sites: { campus: hall },
  deliveries: {
    first: { ...batch, chips: 64 },
    more: {
      kind: "ramp",
      site: "campus",
      system: "trn2-ultraserver",
      from: "2026-01-06",
      to: "2026-02-04",
      everyDays: 1,
      chips: 3200,
    },
  },
  training: {
    campaigns: {
      gang: {
        start: "2026-01-05",
        maxChips: 4096,
        minChips: 64,
        days: 20,
        mfu: 0.4,
        checkpoint: { writeSeconds: 7200, interval: 20_000 },
      },
    },
  },
  sharing: { growStep: 0 },
} as const satisfies ScenarioInput;

/**
 * Chips that stood before the start make way for newer ones while their halls are made liquid, under an agreement
 * that has less than the halls; the gang that held them stalls, and goes where there is room.
 */
const makingWay = {
  ...base,
  end: "2026-03-21",
  fleet: {
    burnInHours: 24,
    refresh: {
      ageYears: 0.15,
      systems: ["trn3-gen1", "trn3-gen2"],
      trainingWeight: 1,
      leadTimeDays: 3,
      retrofitMonths: 0.3,
    },
  },
  agreement: { capacityMw: 4.5, basis: "facility", residual: { north: 1 } },
  sites: {
    campus: {
      ...hall,
      phases: { a: { date: "2026-01-05", itMw: 2, hall: "air" } },
      retrofits: { early: { from: "2026-01-20", itMw: 0.4, months: 0.5 } },
    },
    north: {
      region: "eu-north-1",
      phases: {
        a: { date: "2026-01-05", residual: 0.5, hall: "air" },
        b: { date: "2026-02-01", residual: 1, hall: "liquid" },
      },
    },
  },
  deliveries: {
    old: {
      kind: "standing",
      site: "campus",
      system: "dgx-h100",
      since: "2025-12-05",
      chips: 512,
    },
    older: {
      kind: "standing",
      site: "campus",
      system: "trn1",
      since: "2025-11-25",
      chips: 1024,
    },
    first: { ...batch, site: "north", chips: 1024 },
  },
  training: {
    share: 0.6,
    campaigns: {
      gang: { start: "2026-01-06", maxChips: 512, days: 40, mfu: 0.4, precision: "bf16" },
      other: {
        start: "2026-01-08",
        partOfShare: 0.6,
        minShareOfMax: 0.6,
        ettrFloor: 0.5,
        plannedDays: 4,
        everyDays: 9,
        mfu: 0.3,
        precision: "bf16",
      },
    },
  },
  inference: {
    ...sharing.inference,
    outputTokensPerSecond: 100_000,
    computePerToken: { perYear: 0.3, floor: 0.05 },
    priceElasticity: 1.3,
  },
  sharing: { policy: "training-floor", trainingShare: 0.5 },
} as const satisfies ScenarioInput;

/** A gang sets chips aside in a pool that then shrinks below its least, and goes on waiting for another. */
const outgrown = {
  ...base,
  reliability: { ...base.reliability, multiplier: 0 },
  fleet: { burnInHours: 0, lifeYears: 0.1 },
  sites: { campus: hall },
  deliveries: {
    old: { kind: "standing", site: "campus", system: "trn2-ultraserver", since: "2025-12-10", chips: 640 },
    young: { kind: "standing", site: "campus", system: "trn2-ultraserver", since: "2026-01-05", chips: 640 },
    other: { ...batch, system: "trn3-gen1", chips: 640, date: "2026-01-25" },
  },
  training: {
    campaigns: {
      first: { start: "2026-01-05", maxChips: 320, days: 20, mfu: 0.4, preemptible: false },
      second: { start: "2026-01-06", maxChips: 1280, minChips: 1024, days: 2, mfu: 0.4 },
      third: { start: "2026-01-07", maxChips: 640, minChips: 640, days: 2, mfu: 0.4 },
    },
  },
} as const satisfies ScenarioInput;

/** A gang stalls for want of an UltraServer that broke; that one retires, and what the gang still holds is given up. */
const stalledForGood = {
  ...outgrown,
  seed: 1,
  reliability: {
    ...base.reliability,
    multiplier: 4,
    repair: { autoHours: 700, manualHours: 700, manualShare: 1, fabricHours: 700 },
  },
  deliveries: {
    old: { kind: "standing", site: "campus", system: "trn2-ultraserver", since: "2025-12-10", chips: 64 },
    young: { kind: "standing", site: "campus", system: "trn2-ultraserver", since: "2026-01-05", chips: 192 },
    other: { ...batch, system: "trn3-gen1", chips: 640, date: "2026-01-25" },
  },
  training: { campaigns: { gang: { start: "2026-01-05", maxChips: 256, days: 20, mfu: 0.4 } } },
} as const satisfies ScenarioInput;

/** Many failures and few spares: what recovers beside the gang waits, restarts and is hit again. */
const beside = (recovery: object, extra: object = {}): ScenarioInput =>
  ({
    ...base,
    sites: { campus: hall },
    deliveries: { first: { ...batch, chips: 1280 } },
    reliability: {
      ...base.reliability,
      multiplier: 30,
      repair: { ...base.reliability.repair, manualShare: 0.1 },
    },
    training: {
      campaigns: {
        gang: {
          start: "2026-01-07",
          maxChips: 1024,
          minChips: 512,
          days: 60,
          mfu: 0.4,
          recovery,
          ...extra,
        },
      },
    },
  }) as ScenarioInput;

export const HUNTED: Readonly<Record<string, ScenarioInput>> = {
  sharing,
  saveAtTheEnd,
  reservation,
  capped,
  finishedCapped,
  dark,
  watts,
  retirement,
  roundingAtTheEnd,
  switchedBetweenHours,
  brokenWhileSaving,
  makingWay,
  outgrown,
  stalledForGood,
  replicasOut: beside({ by: "replica", replicas: 4, pauseMinutes: 5, rejoinMinutes: 120 }),
  standbysUsed: beside({ by: "standby", chips: 256, swapMinutes: 1 }),
  copiesInMemory: beside(
    { by: "standby", chips: 64, swapMinutes: 1 },
    { checkpoint: { writeSeconds: 300, mode: "async", memory: { everySeconds: 600, writeSeconds: 5 } } },
  ),
};
