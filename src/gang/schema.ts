/** A gang and the servers it runs on, as a person writes it. What a file leaves out is off: see `defaults.ts`. */
import { z } from "zod";
import type { DeepReadonly } from "../scenario/deep-readonly.ts";
import { quantity } from "../scenario/quantity.ts";

/** Servers there may be in all: state is per server, and a replication should take seconds at most. */
const MOST_SERVERS = 1_000_000;
/** A century [min]. */
const MOST_MINUTES = 52_560_000;

const servers = (min: number) => quantity("servers", { min, max: MOST_SERVERS, integer: true });
const minutes = (min = 0) => quantity("minutes", { min, max: MOST_MINUTES });
const share = () => quantity("1", { min: 0, max: 1 });
const count = (min: number, max: number) => quantity("1", { min, max, integer: true });

/** How servers are chosen when the job (re)starts on new hosts. */
export const SELECTION_POLICIES = [
  "list-head",
  "random",
  "fewest-failures",
  "fewest-blamed",
  "highest-score",
  "packed",
] as const;
export type SelectionPolicy = (typeof SELECTION_POLICIES)[number];

export const DISTRIBUTIONS = ["exponential", "weibull", "lognormal"] as const;
export const RETIREMENT_POLICIES = ["never", "threshold", "score"] as const;

export const Gang = z.strictObject({
  kind: z.literal("gang"),
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  title: z.string().min(1),
  description: z.string(),
  job: z.strictObject({
    servers: servers(1).describe("Servers the job needs at once."),
    computeDays: quantity("days", { min: 0, max: 36_500 }).describe("Compute time without a failure."),
  }),
  pools: z.strictObject({
    working: servers(1).describe("Servers the job may use."),
    spares: servers(0).describe("Servers others use until the job takes them; they do not go back."),
    standbys: servers(0).describe("Servers beyond the job's that start with it and step in at once."),
  }),
  failures: z.strictObject({
    perServerDay: quantity("1/server-day", { min: 0, max: 1000 }).describe(
      "Of a good server, while exposed.",
    ),
    badShare: share().describe("Part of all servers that are bad at the start."),
    badMultiplier: quantity("1", { min: 0, max: 10_000 }).describe(
      "A bad server has this many times a good one's rate on top of it.",
    ),
    distribution: z.enum(DISTRIBUTIONS).describe("Drawn anew for every server after every failure."),
    weibullShape: quantity("1", { min: 0.05, max: 50 }),
    lognormalSigma: quantity("1", { min: 0.01, max: 10 }),
    during: z
      .enum(["computing", "always"])
      .describe("always: the gang's servers fail in recovery, host selection and waiting, too."),
    idle: z.enum(["cold", "hot"]).describe("hot: standbys and idle servers of the working pool fail, too."),
  }),
  times: z.strictObject({
    recoveryMinutes: minutes().describe("From a failure to computing again."),
    hostSelectionMinutes: minutes(),
    spareWaitMinutes: minutes().describe("To take one spare from its other work; one after the other."),
  }),
  repair: z.strictObject({
    autoMinutes: minutes().describe("Mean of the automatic repair, exponential."),
    manualMinutes: minutes().describe("Mean of the repair by hand, exponential."),
    escalateShare: share().describe("Part of automatic repairs that go on to a person."),
    escalate: z
      .enum(["any", "failed"])
      .describe("any: of all automatic repairs; failed: of those that did not mend the server."),
    autoFailShare: share().describe("Automatic repairs that say done and are not."),
    manualFailShare: share().describe("Repairs by hand that say done and are not."),
    autoCrews: count(0, MOST_SERVERS).describe("Automatic repairs at once; 0: no limit."),
    manualCrews: count(0, MOST_SERVERS).describe("Repairs by hand at once; 0: no limit."),
  }),
  diagnosis: z.strictObject({
    foundShare: share().describe("Failures that are traced to a server; else the server goes on unrepaired."),
    wrongShare: share().describe("Of those, the part for which an innocent server of the job is blamed."),
  }),
  selection: z.strictObject({
    policy: z.enum(SELECTION_POLICIES),
    waitFor: z
      .enum(["job-and-standbys", "job"])
      .describe("How many servers a job waits for that cannot start."),
    rackServers: count(1, MOST_SERVERS).describe("Servers of a rack, for the policy packed."),
  }),
  scores: z.strictObject({
    initial: quantity("1", { min: -1e9, max: 1e9 }),
    penalty: quantity("1", { min: 0, max: 1e9 }).describe(
      "Taken from a server at each failure it is blamed for.",
    ),
    credit: quantity("1", { min: 0, max: 1e9 }).describe(
      "Given for each whole period computed without a failure.",
    ),
    periodDays: quantity("days", { min: 0, max: 36_500 }).describe("0: every stretch counts as one period."),
  }),
  retirement: z.strictObject({
    policy: z.enum(RETIREMENT_POLICIES),
    failures: count(1, 1000).describe("threshold: retired with this many failures in the window."),
    windowDays: quantity("days", { min: 0, max: 36_500 }),
    score: quantity("1", { min: -1e9, max: 1e9 }).describe("score: retired at or below this."),
  }),
  regeneration: z.strictObject({
    everyDays: quantity("days", { min: 0, max: 36_500 }).describe("0: good servers never turn bad."),
    partOfBadShare: share().describe("Each time, this part of badShare of the good servers turns bad."),
  }),
  checkpoint: z.strictObject({
    intervalMinutes: minutes().describe("Work between checkpoints; 0: a failure loses no work."),
    writeMinutes: minutes().describe(
      "The job stands still while it writes, after each interval and at the end.",
    ),
  }),
});

export type Gang = DeepReadonly<z.infer<typeof Gang>>;
