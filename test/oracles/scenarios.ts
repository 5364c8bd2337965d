// Scenarios whose answer is known in closed form: one gang, one site, no limit of power, nothing else going on.
import { compileModel, loadScenarioOrThrow, startRun } from "../../src/index.ts";
import type { JobRow, Model } from "../../src/index.ts";

export interface GangCase {
  /** Work, s of undisturbed computing; work between checkpoints, s; write and restart, s. */
  readonly workSeconds: number;
  readonly tauSeconds: number | "optimum";
  readonly writeSeconds: number;
  readonly restartSeconds: number;
  readonly mtbfSeconds: number;
  readonly restartsCanFail: boolean;
  /** Software stops the job and breaks nothing; or hosts break, and spares take their place. */
  readonly failures: "software" | "hosts";
  /** UltraServers of 64 chips in the gang, and further ones in service. */
  readonly gangUs?: number;
  readonly spareUs?: number;
  readonly days: number;
  /** Failures of an UltraServer's fabric beside those, s between two of the gang. */
  readonly fabricMtbfSeconds?: number;
  /** More of its checkpoints, and how it recovers, as a scenario writes them. */
  readonly checkpoint?: object;
  readonly recovery?: object;
}

const CHIPS_PER_US = 64;
const HOSTS_PER_US = 4;

/** Trainium2 UltraServers in one hall that is ready on the first day, and one campaign of fixed size on them. */
export function gangModel(gang: GangCase): Model {
  const { gangUs = 1, spareUs = 0 } = gang;
  const chips = gangUs * CHIPS_PER_US;
  const perHour = 3600 / gang.mtbfSeconds;
  const software = gang.failures === "software";
  // The schema takes at most 1 a host-hour; the multiplier, which scales every hazard, carries the rest.
  const perHost = software ? 0 : perHour / (gangUs * HOSTS_PER_US);
  const multiplier = Math.max(1, perHost);
  const scenario = loadScenarioOrThrow({
    id: "one-gang",
    title: "One gang",
    start: "2026-01-01",
    end: new Date(Date.UTC(2026, 0, 1 + gang.days)).toISOString().slice(0, 10),
    fleet: { burnInHours: 0 },
    sites: {
      campus: {
        region: "us-east-2",
        phases: { hall: { date: "2026-01-01", itMw: 1000, hall: "air" } },
        buildingItMw: 1000,
      },
    },
    deliveries: {
      all: {
        kind: "batch",
        site: "campus",
        date: "2026-01-01",
        system: "trn2-ultraserver",
        chips: chips + spareUs * CHIPS_PER_US,
      },
    },
    reliability: {
      hazards: {
        chipPerHour: 0,
        hostPerHour: perHost / multiplier,
        fabricPerHour:
          gang.fabricMtbfSeconds === undefined ? 0 : 3600 / gang.fabricMtbfSeconds / gangUs / multiplier,
        jobPerHour: software ? perHour : 0,
      },
      multiplier,
      repair: { autoHours: 0.25, manualHours: 0.25, manualShare: 0, fabricHours: 0.25 },
      recoveryMinutes: { "2026-01-01": gang.restartSeconds / 60 },
      restartsCanFail: gang.restartsCanFail,
    },
    training: {
      campaigns: {
        gang: {
          start: "2026-01-01",
          maxChips: chips,
          minChips: chips,
          days: gang.workSeconds / 86_400,
          mfu: 0.4,
          checkpoint: { writeSeconds: gang.writeSeconds, interval: gang.tauSeconds, ...gang.checkpoint },
          ...(gang.recovery === undefined ? {} : { recovery: gang.recovery }),
        },
      },
    },
  });
  return compileModel(scenario);
}

/** Of the campaign's run, from its start to its end: s. */
export const wallSeconds = (job: JobRow): number => job.endSeconds - job.startSeconds;

/** The campaign's row under each seed from 1 to `count`: one model (nothing in it slips), other draws. */
export function overSeeds(model: Model, count: number): JobRow[] {
  return Array.from({ length: count }, (_, k) => {
    const job = startRun({ ...model, seed: k + 1 }).finish().jobs[0];
    if (job?.state !== "done") throw new Error(`the campaign must end before the horizon (seed ${k + 1})`);
    return job;
  });
}
