// One run watched all the way: its limit after every event, its parts at chosen moments, its result at the end.
import { compileModel } from "../../src/compile/compile.ts";
import { S } from "../../src/ledger/states.ts";
import type { Model } from "../../src/model/types.ts";
import { buildResult } from "../../src/results/build.ts";
import { readMoney } from "../../src/results/run-money.ts";
import type { Result } from "../../src/results/types.ts";
import { ALL_MECHANISMS } from "../../src/run/all-mechanisms.ts";
import { World } from "../../src/run/world.ts";
import { heldChips } from "../../src/training/index.ts";
import { formatIssue, loadScenario } from "../../src/scenario/index.ts";
import type { LoadOptions } from "../../src/scenario/index.ts";
import { agreementUsed, auditWorld, limitWattsAt, supplyAt } from "./audit-world.ts";
import { moneyFaults } from "./check-money.ts";
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
  const world = new World(model, ALL_MECHANISMS);
  const watched = watch(world);
  const faults: string[] = [];
  for (const part of [...audits].sort((a, b) => a - b)) {
    world.advance(Math.round(part * model.horizonSeconds));
    faults.push(...auditWorld(world));
    if (faults.length > 0) break;
  }
  world.advance(model.horizonSeconds);
  world.close();
  const result = buildResult(world, readMoney);
  faults.push(...watched, ...resultFaults(model, result), ...moneyFaults(model, result));
  return { faults, result };
}

/**
 * What is found between any two events: load above its limit, halls that hold more than they have, more under the
 * agreement than it gives, totals of the fleet that lag behind their parts. Levels passed at one instant do not count.
 */
function watch(world: World): string[] {
  const { model, engine, recorder, channels, jobs, ledger, commissioning } = world;
  const faults: string[] = [];
  const settle = engine.afterEvent;
  const limits = new Limits(world);
  let over = "";
  let since = 0;
  engine.afterEvent = (now) => {
    if (over !== "" && now > since && faults.length < 10) faults.push(over);
    settle(now);
    limits.update(now);
    over = "";
    since = now;
    const atMost = (what: string, site: number, found: number, most: number): void => {
      if (!(found <= most * (1 + 1e-9) + 1e-3))
        over = `${now} s, ${model.sites[site]?.id}: ${found} ${what} of ${most}`;
    };
    for (let site = 0; site < model.sites.length; site++) {
      const drawn = recorder.level(channels.power + site);
      const limit = limits.drawn[site] ?? 0;
      if (!(drawn <= limit * (1 + 1e-12)))
        over = `${now} s, ${model.sites[site]?.id}: draws ${drawn} mW of ${limit}`;
      atMost("W in air halls", site, commissioning.airUsed[site] ?? NaN, limits.air[site] ?? 0);
      atMost("W in liquid halls", site, commissioning.liquidUsed[site] ?? NaN, limits.liquid[site] ?? 0);
    }
    const used = agreementUsed(world);
    if (!(used <= 1 + 1e-9)) over = `${now} s: ${used} of the agreement`;
    let training = 0;
    for (const slot of [...jobs.active, ...jobs.waiting]) {
      const job = jobs.job(slot);
      training += heldChips(job, model.pools[job.pool]?.chipsPerUs ?? 0);
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

/** What may be drawn (mW) and stand in halls (W, ours) by site; found anew when the calendar or a retrofit changed it. */
class Limits {
  drawn: readonly number[] = [];
  air: readonly number[] = [];
  liquid: readonly number[] = [];
  private readonly world: World;
  private readonly times: readonly number[];
  private cursor = -1;
  private stamp = "";

  constructor(world: World) {
    this.world = world;
    this.times = [...new Set(world.model.agenda.time)];
  }

  update(now: number): void {
    while ((this.times[this.cursor + 1] ?? Infinity) <= now) this.cursor++;
    const { jobs } = this.world.retrofit;
    let done = 0;
    for (const job of jobs) if (job.until <= now) done++;
    const stamp = `${this.cursor} ${jobs.length} ${done}`;
    if (stamp === this.stamp) return;
    this.stamp = stamp;
    const { sites, oversubscription } = this.world.model;
    this.drawn = sites.map((_, site) => limitWattsAt(this.world, site, now) * 1000);
    const ours = sites.map((site) => site.tenancyShare * oversubscription);
    this.air = ours.map((part, site) => supplyAt(this.world, site, now).air * part);
    this.liquid = ours.map((part, site) => supplyAt(this.world, site, now).liquid * part);
  }
}
