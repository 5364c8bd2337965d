/** The load of a scenario's pool at one hour of its run, for `capsim zoom --at`. */
import { compileModel, grouped, startRun, suggestion } from "../index.ts";
import type { Scenario, ServingLoad } from "../index.ts";
import { badInput } from "./fail.ts";
import { progressOn } from "./progress.ts";

export interface HourAsked {
  readonly at: string;
  readonly site?: string;
  readonly system?: string;
}

export interface HourFound {
  readonly system: string;
  readonly load: number;
  readonly note: string;
}

const HOUR_FORM = /^\d{4}-\d{2}-\d{2}T\d{2}:00Z$/;
const SLICES = 50;

/** Runs the scenario into that hour; the pool is the busiest of those asked for. */
export async function loadAt(scenario: Scenario, asked: HourAsked, signal: AbortSignal): Promise<HourFound> {
  const { at } = asked;
  const epoch = HOUR_FORM.test(at) ? Date.parse(at) / 1000 : NaN;
  if (Number.isNaN(epoch))
    throw badInput([{ path: `--at ${at}`, message: "must be a full hour in UTC, as 2027-03-04T15:00Z" }]);
  const model = compileModel(scenario);
  const seconds = epoch - model.startEpochSeconds;
  if (seconds < 0 || seconds >= model.horizonSeconds)
    throw badInput([{ path: `--at ${at}`, message: `must lie from ${model.start} to before ${model.end}` }]);
  const run = startRun(model);
  const progress = progressOn(process.stderr, `${scenario.id} to ${at}`);
  try {
    for (let slice = 1; slice <= SLICES; slice++) {
      // Into the hour: at its first instant it has yet to be routed.
      run.advance(((seconds + 1) * slice) / SLICES);
      progress.show(slice / SLICES);
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
    }
  } finally {
    progress.end();
  }
  return busiest(run.servingLoads(), asked);
}

function busiest(all: readonly ServingLoad[], { at, site, system }: HourAsked): HourFound {
  const sites = [...new Set(all.map((load) => load.site))];
  const there = all.filter((load) => site === undefined || load.site === site);
  if (site !== undefined && there.length === 0)
    throw badInput([
      { path: `--site ${site}`, message: `serves nothing at ${at}${suggestion(site, sites)}` },
    ]);
  const fit = there.filter((load) => system === undefined || load.system === system);
  const found = fit.toSorted((a, b) => b.busyChips - a.busyChips)[0];
  if (found === undefined)
    throw badInput([
      system === undefined
        ? { path: `--at ${at}`, message: "falls in an hour in which nothing is served" }
        : { path: `--system ${system}`, message: `serves nothing there at ${at}` },
    ]);
  const chips = (count: number): string => grouped(Math.round(count));
  return {
    system: found.system,
    load: found.busyChips / found.replicaChips,
    note: `${found.site}, ${found.system}, ${at}: ${chips(found.busyChips)} chips busy of ${chips(found.replicaChips)} of replicas, all classes together`,
  };
}
