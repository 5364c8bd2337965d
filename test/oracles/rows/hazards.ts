// Failures and repair of a fleet against counts of others and closed forms: hazards by cause, Little's law on the repair
// shop, machine repair with spares and few crews, lemons, wrong diagnoses, maintenance and outages of a site.
import {
  CHIPS_PER_US,
  HOSTS_PER_US,
  delivered,
  exposed,
  failuresBy,
  fleetModel,
  hoursIn,
  runs,
} from "../fleet-scenarios.ts";
import type { FleetCase } from "../fleet-scenarios.ts";
import type { Result } from "../../../src/index.ts";
import { binomialQuantile, poissonQuantile } from "../../../src/fleet/spares.ts";
import { birthDeath } from "../machine-repair.ts";
import { mean, standardError } from "../statistics.ts";
import { figure, meanRow } from "./row.ts";
import type { OracleGroup, OracleRow } from "./row.ts";

const LLAMA = "https://arxiv.org/abs/2407.21783 (section 3.3, table 5)";
const AIRESIM = "https://arxiv.org/abs/2603.07041";
const LITTLE = "J. D. C. Little, 1961, doi:10.1287/opre.9.3.383: L = lambda W";
const REPAIRMEN =
  "D. Gross and C. M. Harris, Fundamentals of Queueing Theory: machine repair with spares, a birth-death chain";
const RENEWAL = "R. E. Barlow and F. Proschan, 1965: availability = MTBF / (MTBF + MTTR)";

/** Llama 3's unexpected interruptions in 54 days on 16,384 GPUs. */
const LLAMA_COUNTS = {
  gpu: ["chip", 148],
  "gpu-hbm": ["chip", 72],
  "gpu-sram": ["chip", 19],
  "gpu-processor": ["chip", 17],
  "silent-corruption": ["chip", 6],
  "gpu-thermal": ["chip", 6],
  maintenance: ["host", 32],
  nic: ["host", 7],
  "other-host": ["host", 14],
  network: ["fabric", 35],
  software: ["job", 63],
} as const;
const LLAMA_CHIPS = 16_384;
const LLAMA_HOURS = 54 * 24;
/** Per chip, per 16 chips, per 64 chips, per job: the units of the scenario's hazards. */
const PER = { chip: 1, host: 16, fabric: 64, job: LLAMA_CHIPS } as const;

type Wear = NonNullable<NonNullable<FleetCase["reliability"]>["wear"]>;

const over = <T>(list: readonly T[], value: (item: T) => number): { mean: number; standardError: number } => {
  const values = list.map(value);
  return { mean: mean(values), standardError: standardError(values) };
};

function llamaRows(): OracleRow[] {
  const causes = Object.fromEntries(
    Object.entries(LLAMA_COUNTS).map(([id, [of, count]]) => [
      id,
      { of, perHour: (count * PER[of]) / (LLAMA_CHIPS * LLAMA_HOURS) },
    ]),
  );
  const us = LLAMA_CHIPS / CHIPS_PER_US;
  const results = runs(
    fleetModel({
      us,
      days: 54,
      hazards: { causes },
      // Out so short a time that all chips are exposed all the time.
      repair: { autoHours: 0.01, fabricHours: 0.01 },
      gang: { least: us - 8, most: us },
      checkpoint: { writeSeconds: 0, interval: 60 },
    }),
    60,
  );
  const row = (id: string, what: string, expected: number, ids: readonly string[]): OracleRow => ({
    ...meanRow({
      id: `hazards.llama3-${id}`,
      what: `16,384 chips for 54 days: interruptions by ${what}`,
      source: LLAMA,
      expected,
      ...over(results, (result) => failuresBy(result, ...ids)),
    }),
    kind: "calibration",
  });
  const of = (kind: string): string[] =>
    Object.entries(LLAMA_COUNTS).flatMap(([id, [each]]) => (each === kind ? [id] : []));
  return [
    row("all", "anything unexpected", 419, Object.keys(LLAMA_COUNTS)),
    row("chip", "the accelerator", 268, of("chip")),
    row("host", "the host", 53, of("host")),
    row("fabric", "the network", 35, ["network"]),
    row("software", "software", 63, ["software"]),
    row("hbm", "accelerator memory", 72, ["gpu-hbm"]),
  ];
}

function shopRows(): OracleRow[] {
  const hazards = { chipPerHour: 1e-4, hostPerHour: 4e-4 };
  const perHost = 16 * hazards.chipPerHour + hazards.hostPerHour;
  const results = runs(
    fleetModel({
      us: 100,
      days: 120,
      hazards,
      repair: { autoHours: 2, manualHours: 48, manualShare: 0.8, autoSuccess: 0.6, manualSuccess: 0.8 },
    }),
    20,
  );
  const hosts = (chipHours: number): number => chipHours / (CHIPS_PER_US / HOSTS_PER_US);
  return [
    meanRow({
      id: "hazards.rate-exposure",
      what: "failures of hosts over rate x hours exposed",
      source: "Poisson process: E[failures] = rate x exposure",
      expected: 1,
      ...over(results, (r) => failuresBy(r, "chip", "host") / (perHost * hosts(exposed(r)))),
    }),
    meanRow({
      id: "hazards.little",
      what: "hosts under repair over failures per hour x mean repair of 2 h + 0.8 x 48 h",
      source: LITTLE,
      expected: 1,
      // What is under repair at the end has not had all of it.
      ...over(results, (r) => {
        const asked = failuresBy(r, "chip", "host") * 40.4;
        return hosts(hoursIn(r, "repair")) / (asked - openHours(perHost * 400, 2, 48, 0.8));
      }),
    }),
    meanRow({
      id: "hazards.failed-repairs",
      what: "share of repairs that do not help, 0.2 x 0.4 + 0.8 x 0.2",
      source: `${AIRESIM} (published baseline: 2,676.2 of 11,145.6)`,
      expected: 0.24,
      ...over(results, (r) => r.repairs.failed / r.repairs.automatic),
    }),
  ];
}

/** Host-hours of repair still to come at the end: arrivals a hour x E[S^2] / 2 (memoryless stages). */
const openHours = (perHour: number, auto: number, manual: number, share: number): number =>
  (perHour * (2 * auto ** 2 + share * (2 * auto * manual + 2 * manual ** 2))) / 2;

function lemonRows(): OracleRow[] {
  const hazards = { hostPerHour: 1e-3 };
  const results = runs(
    fleetModel({
      us: 100,
      days: 365,
      hazards,
      repair: { autoHours: 2, manualHours: 48, manualShare: 0.8, autoSuccess: 0.6, manualSuccess: 0.8 },
      reliability: { lemons: { share: 1, factor: 6 } },
    }),
    30,
  );
  const hosts = 100 * HOSTS_PER_US;
  const alike = runs(
    fleetModel({
      us: 100,
      days: 90,
      hazards,
      repair: { autoHours: 0.01, autoSuccess: 0 },
      reliability: { lemons: { share: 0.15, factor: 6 } },
    }),
    30,
  );
  return [
    meanRow({
      id: "hazards.lemon-excess",
      what: "failures of a lemon beyond those of a sound host until a repair helps, (5/6) / 0.76",
      source: `${AIRESIM} (defaults: six times the rate, repairs help in 0.76 of cases)`,
      expected: 5 / 6 / 0.76,
      ...over(results, (r) => (failuresBy(r, "host") - hazards.hostPerHour * (exposed(r) / 16)) / hosts),
    }),
    meanRow({
      id: "hazards.lemon-share",
      what: "failures of a fleet with 15 % lemons at six times the rate over those of a sound one, 1 + 0.15 x 5",
      source: "superposition of Poisson processes",
      expected: 1.75,
      ...over(alike, (r) => failuresBy(r, "host") / (hazards.hostPerHour * (exposed(r) / 16))),
    }),
  ];
}

/** Renewals of 400 hosts that begin as new, over ten mean lives: T/mu + (cv^2 - 1) / 2 each, for a T that is long. */
function ageRows(): OracleRow[] {
  const perHour = 1e-3;
  const days = 417;
  const row = (id: string, what: string, wear: Wear, cv2: number): OracleRow =>
    meanRow({
      id: `hazards.renewals-${id}`,
      what: `failures a host in ten mean lives: ${what}`,
      source: "W. L. Smith, 1958, doi:10.1111/j.2517-6161.1958.tb00294.x: renewal theory, second-order term",
      expected: days * 24 * perHour + (cv2 - 1) / 2,
      ...over(
        runs(
          fleetModel({
            us: 100,
            days,
            hazards: { hostPerHour: perHour },
            repair: { autoHours: 0.01 },
            reliability: { wear },
          }),
          20,
        ),
        (r) => failuresBy(r, "host") / (100 * HOSTS_PER_US),
      ),
    });
  return [
    row("exponential", "Weibull of shape 1, which is exponential", { kind: "weibull", shape: 1 }, 1),
    row("weibull", "Weibull of shape 2", { kind: "weibull", shape: 2 }, 4 / Math.PI - 1),
    row("lognormal", "lognormal, sigma 1", { kind: "lognormal", sigma: 1 }, Math.E - 1),
  ];
}

/** Hosts replaced after the second failure within a window: a failure, and then as many as it takes for a short gap. */
function replacementRows(): OracleRow[] {
  const perHour = 1e-3;
  const days = 20;
  const after = (until: number): readonly Result[] =>
    runs(
      fleetModel({
        us: 100,
        days: until,
        hazards: { hostPerHour: perHour },
        repair: { autoHours: 0.01 },
        reliability: { replace: { failures: 2, days, hours: 0.01 } },
      }),
      8,
    );
  // Between two moments, so that hosts without a past at the start do not count.
  const [early, late] = [after(500), after(2500)];
  const between = (k: number, value: (result: Result) => number): number =>
    value(late[k]!) - value(early[k]!);
  return [
    meanRow({
      id: "hazards.replacements",
      what: "failures for each host replaced after two within 20 days at a mean of 1,000 h: 1 + 1 / (1 - e^-0.48)",
      source: "geometric distribution",
      expected: 1 + 1 / (1 - Math.exp(-perHour * days * 24)),
      ...over(
        late.map((_, k) => k),
        (k) => between(k, (r) => failuresBy(r, "host")) / between(k, (r) => r.repairs.replaced),
      ),
    }),
  ];
}

/** Silent corruption found at a rate takes back all that was done in the hours before: the rest is e^(-rate x hours). */
function corruptionRows(): OracleRow[] {
  const [perHour, ageHours] = [1 / 216, 24];
  const days = 3600;
  const results = runs(
    fleetModel({
      us: 2,
      days,
      hazards: { corruption: { perHour, ageHours } },
      gang: { least: 2, most: 2 },
      checkpoint: { writeSeconds: 0, interval: 60 },
    }),
    20,
  );
  const chipHours = 2 * CHIPS_PER_US * days * 24;
  return [
    meanRow({
      id: "hazards.corruption-found",
      what: "silent corruptions in 54 days at one in nine",
      source: LLAMA,
      expected: 6,
      ...over(results, (r) => (failuresBy(r, "corruption") * 54) / days),
    }),
    meanRow({
      id: "hazards.corruption-kept",
      what: "share of the work that stays where each takes back the 24 h before it, e^(-24/216)",
      source: "Poisson process: chance of none within the age",
      expected: Math.exp(-perHour * ageHours),
      ...over(results, (r) => hoursIn(r, "productive", "uncommitted") / chipHours),
    }),
  ];
}

/** ByteRobust keeps as many standbys as are lost at once with a chance of one in a hundred. */
function spareRows(): OracleRow[] {
  const row = (what: string, expected: number, found: number, source: string, i: number): OracleRow => ({
    id: `hazards.spares-${i}`,
    what,
    expected: figure(expected),
    simulated: figure(found),
    tolerance: "equal",
    verdict: found === expected ? "agrees" : "differs",
    kind: "validation",
    source,
  });
  const binomial = [
    [5e-4, 3],
    [1e-3, 4],
    [1.3e-3, 5],
    [2e-3, 6],
  ] as const;
  return [
    ...binomial.map(([p, expected], i) =>
      row(
        `P99 of machines out of 1,024, each with ${p}`,
        expected,
        binomialQuantile(1024, p, 0.99),
        "https://arxiv.org/abs/2509.16293 (warm standbys: P99 of a binomial, 4 for 1,024)",
        i + 1,
      ),
    ),
    row("P99 of a Poisson of mean 13.31", 22, poissonQuantile(13.31, 0.99), "Poisson distribution", 5),
  ];
}

function diagnosisRows(): OracleRow[] {
  const hazards = { hostPerHour: 2e-3 };
  const results = runs(
    fleetModel({
      us: 100,
      days: 90,
      hazards,
      repair: { autoHours: 0.01, returnHours: 0.02 },
      reliability: { diagnosis: { missed: 0.2, blamed: 0.1 } },
      gang: { least: 90, most: 100 },
      checkpoint: { writeSeconds: 0, interval: 60 },
    }),
    20,
  );
  const faults = (r: (typeof results)[number]): number => hazards.hostPerHour * (exposed(r) / 16);
  return [
    meanRow({
      id: "hazards.missed-faults",
      what: "failures per fault where 0.2 are not found and 0.1 blamed on a sound host, 1 / 0.7",
      source: "geometric distribution",
      expected: 1 / 0.7,
      ...over(results, (r) => failuresBy(r, "host") / faults(r)),
    }),
    meanRow({
      id: "hazards.repairs-per-fault",
      what: "repairs per fault then, 0.8 / 0.7: those blamed are repaired too",
      source: "geometric distribution",
      expected: 0.8 / 0.7,
      ...over(results, (r) => r.repairs.automatic / faults(r)),
    }),
  ];
}

interface Machines {
  readonly id: string;
  readonly needed: number;
  readonly spares: number;
  readonly failPerHour: number;
  readonly mendPerHour: number;
  readonly crews: number;
  readonly days: number;
  readonly seeds: number;
}

/** Spares are in service and so fail as the others do. */
const MACHINES: readonly Machines[] = [
  {
    id: "6-one-crew",
    needed: 4,
    spares: 2,
    failPerHour: 0.1,
    mendPerHour: 1,
    crews: 1,
    days: 300,
    seeds: 20,
  },
  {
    id: "6-six-crews",
    needed: 4,
    spares: 2,
    failPerHour: 0.1,
    mendPerHour: 1,
    crews: 6,
    days: 300,
    seeds: 20,
  },
  {
    id: "1040",
    needed: 1024,
    spares: 16,
    failPerHour: 0.0065 / 24,
    mendPerHour: 0.5 / 24,
    crews: Infinity,
    days: 1500,
    seeds: 12,
  },
];

function machineRows(): OracleRow[] {
  const exact = (
    [
      ["4 and 2 cold spares, one crew", 4, 2, 0.1, 1, 1, false, 0.946933],
      ["4 and 2 cold spares, six crews", 4, 2, 0.1, 1, 6, false, 0.99229],
      ["1,024 and 16 cold spares, any number of crews", 1024, 16, 0.0065, 0.5, Infinity, false, 0.812907],
      ["1,024 and 16 hot spares, any number of crews", 1024, 16, 0.0065, 0.5, Infinity, true, 0.810942],
    ] as const
  ).map(([what, n, s, fail, mend, crews, hot, expected], i): OracleRow => {
    const found = birthDeath(n, s, fail, mend, crews, hot).allUp;
    return {
      id: `hazards.machine-repair-formula-${i + 1}`,
      what: `chance that all are up, by the chain used below: ${what}`,
      expected: figure(expected),
      simulated: figure(found),
      tolerance: "6 digits",
      verdict: Math.abs(found - expected) < 5e-7 ? "agrees" : "differs",
      kind: "validation",
      source: REPAIRMEN,
    };
  });
  return [...exact, ...MACHINES.flatMap(machine)];
}

function machine({
  id,
  needed,
  spares,
  failPerHour,
  mendPerHour,
  crews,
  days,
  seeds,
}: Machines): OracleRow[] {
  const all = needed + spares;
  const { allUp, meanDown } = birthDeath(needed, spares, failPerHour, mendPerHour, crews, true);
  const results = runs(
    fleetModel({
      us: all,
      days,
      hazards: { fabricPerHour: failPerHour },
      repair: {
        fabricHours: 1 / mendPerHour,
        ...(crews === Infinity ? {} : { crews: { manual: crews } }),
      },
      gang: { least: needed, most: needed },
      checkpoint: { writeSeconds: 0, interval: 60 },
    }),
    seeds,
  );
  const what = `${needed} UltraServers and ${spares} spares in service, ${crews === Infinity ? "any number of" : crews} crews`;
  return [
    meanRow({
      id: `hazards.machine-repair-${id}-up`,
      what: `share of time in which a gang has all it needs: ${what}`,
      source: REPAIRMEN,
      expected: allUp,
      ...over(
        results,
        (r) => hoursIn(r, "productive", "uncommitted", "lost") / (needed * CHIPS_PER_US * days * 24),
      ),
    }),
    meanRow({
      id: `hazards.machine-repair-${id}-down`,
      what: `mean number under repair: ${what}`,
      source: REPAIRMEN,
      expected: meanDown,
      ...over(results, (r) => hoursIn(r, "repair") / (CHIPS_PER_US * days * 24)),
    }),
  ];
}

function plannedRows(): OracleRow[] {
  const days = 3650;
  const results = runs(fleetModel({ us: 2, days, hazards: { site: { perYear: 24, hours: 30 } } }), 20);
  const mtbf = 8766 / 24;
  const visited = fleetModel({
    us: 60,
    days: 90,
    reliability: { maintenance: { of: "host", everyDays: 30, hours: 6 } },
    gang: { least: 50, most: 60 },
    checkpoint: { writeSeconds: 60, interval: 7200 },
    recoveryMinutes: 5,
  });
  const [planned] = runs(visited, 1);
  const visits = 60 * HOSTS_PER_US * 3;
  const exact = (id: string, what: string, expected: number, found: number, slack: number): OracleRow => ({
    id: `hazards.${id}`,
    what,
    expected: figure(expected),
    simulated: figure(found),
    tolerance: `within ${figure(slack)}`,
    verdict: Math.abs(found - expected) <= slack ? "agrees" : "differs",
    kind: "validation",
    source: "by counting",
  });
  return [
    meanRow({
      id: "hazards.site-availability",
      what: "share of time a site is up: 24 outages a year of up time, 30 h each",
      source: RENEWAL,
      expected: mtbf / (mtbf + 30),
      ...over(results, (r) => 1 - hoursIn(r, "site-outage") / delivered(r)),
    }),
    exact(
      "maintenance-visits",
      "240 hosts, each maintained once in 30 days, for 90 days: visits",
      visits,
      planned?.repairs.planned ?? NaN,
      1,
    ),
    exact(
      "maintenance-hours",
      "host-hours in maintenance, 6 a visit; one each 3 h, so that the end cuts 9 off",
      visits * 6 - 9,
      planned === undefined ? NaN : hoursIn(planned, "maintenance") / 16,
      1e-6,
    ),
    exact(
      "maintenance-lost",
      "work lost to maintenance, chip-hours: checkpoints come first",
      0,
      planned === undefined ? NaN : hoursIn(planned, "lost"),
      0,
    ),
  ];
}

export const hazards: OracleGroup = {
  id: "hazards",
  title: "Failures and repair",
  about:
    "A fleet whose hosts, UltraServers, software and site fail and are repaired, against published counts and the closed forms of queueing and reliability.",
  rows: () => [
    ...llamaRows(),
    ...shopRows(),
    ...machineRows(),
    ...lemonRows(),
    ...ageRows(),
    ...corruptionRows(),
    ...spareRows(),
    ...replacementRows(),
    ...diagnosisRows(),
    ...plannedRows(),
  ],
};
