// One run watched all the way: its limit after every event, its parts at chosen moments, its result at the end.
import { compileModel } from "../../src/compile/compile.ts";
import { S } from "../../src/ledger/states.ts";
import type { Model } from "../../src/model/types.ts";
import { buildResult } from "../../src/results/build.ts";
import type { Result } from "../../src/results/types.ts";
import { World } from "../../src/run/world.ts";
import { formatIssue, loadScenario } from "../../src/scenario/index.ts";
import type { LoadOptions } from "../../src/scenario/index.ts";
import { auditWorld, limitWattsAt } from "./audit-world.ts";
import { resultFaults } from "./check-result.ts";

export interface CheckedRun {
  readonly faults: readonly string[];
  readonly result: Result;
}

/** The model of an input that must be valid. */
export function modelOf(input: unknown, options: LoadOptions = {}): Model {
  const loaded = loadScenario(input, options);
  if (!loaded.ok) throw new Error(loaded.issues.map(formatIssue).join("\n"));
  return compileModel(loaded.scenario);
}

/** Runs a model, auditing it at these parts of its horizon. */
export function checkedRun(model: Model, audits: readonly number[]): CheckedRun {
  const world = new World(model);
  const watched = watch(world);
  const faults: string[] = [];
  for (const part of [...audits].sort((a, b) => a - b)) {
    world.advance(Math.round(part * model.horizonSeconds));
    faults.push(...auditWorld(world));
    if (faults.length > 0) break;
  }
  world.advance(model.horizonSeconds);
  world.close();
  const result = buildResult(world);
  faults.push(...watched, ...resultFaults(model, result));
  return { faults, result };
}

/**
 * What is found between any two events: load above its limit, totals of the fleet that lag behind their parts.
 * Levels passed at one instant do not count.
 */
function watch(world: World): string[] {
  const { model, engine, recorder, channels, jobs, ledger } = world;
  const faults: string[] = [];
  const settle = engine.afterEvent;
  const times = [...new Set(model.agenda.time)];
  const limits = model.sites.map((_, site) => times.map((t) => limitWattsAt(model, site, t) * 1000));
  let cursor = -1;
  let over = "";
  let since = 0;
  engine.afterEvent = (now) => {
    if (over !== "" && now > since && faults.length < 10) faults.push(over);
    settle(now);
    while ((times[cursor + 1] ?? Infinity) <= now) cursor++;
    over = "";
    since = now;
    for (let site = 0; site < limits.length; site++) {
      const limit = limits[site]?.[cursor] ?? 0;
      const drawn = recorder.level(channels.power + site);
      if (!(drawn <= limit * (1 + 1e-12)))
        over = `${now} s, ${model.sites[site]?.id}: draws ${drawn} mW of ${limit}`;
    }
    let training = 0;
    for (const slot of [...jobs.active, ...jobs.waiting]) {
      const job = jobs.job(slot);
      training += job.chips + job.joining.length * (model.pools[job.pool]?.chipsPerUs ?? 0);
    }
    const counted = recorder.level(channels.trainingChips);
    if (training !== counted) over = `${now} s: training.chips ${counted}, expected ${training}`;
    let serving = 0;
    for (let pool = 0; pool < model.pools.length; pool++) serving += ledger.level(pool, S.serving);
    const busy = recorder.level(channels.servingChips);
    if (serving !== busy) over = `${now} s: serving.chips ${busy}, expected ${serving}`;
  };
  return faults;
}
