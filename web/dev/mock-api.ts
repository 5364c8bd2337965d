// Stands in for the simulator while it is built. Deleted in the end.
import type { Bind, EventRow, JobRow, PoolInfo, Result, Series } from "../../src/results/types.ts";
import type { LeverSpec } from "../../src/scenario/schema.ts";
import { LEDGER_STATES } from "../../src/ledger/states.ts";
import { isObject, setPath } from "../state/patch.ts";
import type { Json, JsonObject } from "../state/patch.ts";
export { LEDGER_STATES };
export interface Scenario { readonly id: string; readonly title: string; readonly description: string; readonly seed: number; readonly levers: Readonly<Record<string, LeverSpec>>; readonly [key: string]: unknown }
export const presets = [
  { id: "rainier", title: "Project Rainier", description: "Three campuses, Trainium2 and Trainium3, 2024 to 2028." },
  { id: "first-campus", title: "First campus", description: "A small synthetic campus." },
];
const lever = (label: string, group: "action" | "assumption", path: string, unit: string, min: number, max: number, step: number, zones: [number, string][]): LeverSpec => ({ label, group, path, unit, min, max, step, zones: zones.map(([upTo, name]) => ({ upTo, name })), help: `What ${label.toLowerCase()} means, in a sentence or two.`, notice: "Notice that the gap widens.", moves: "useful-share" });
const base = {
  $schema: "x", title: "", description: "", start: "2024-01-01", end: "2028-01-01", seed: 1,
  sharing: { trainingShare: { value: 0.35, unit: "share", source: "our assumption", confidence: "assumed" }, growStep: 0.1 },
  construction: { extraMonths: 0 }, sites: { madison: { tenancyShare: 0.5 }, ridgeland: { tenancyShare: 0.5 } },
  power: { oversubscription: 1 }, reliability: { multiplier: 1 }, inference: { scale: 1, growth: { perYear: 4 } }, training: { campaigns: { frontier: { mfu: 0.43 } } },
};
const levers: Record<string, LeverSpec> = {
  slip: lever("Construction slip", "action", "construction.extraMonths", "months", 0, 24, 1, [[3, "on plan"], [9, "late"], [24, "very late"]]),
  tenancy: lever("Share of Mississippi sites", "action", "sites.madison.tenancyShare sites.ridgeland.tenancyShare", "share", 0, 1, 0.05, [[0.33, "low"], [0.66, "plan"], [1, "all"]]),
  oversub: lever("Power oversubscription", "action", "power.oversubscription", "1", 0.8, 1.5, 0.01, []),
  train: lever("Training share", "action", "sharing.trainingShare", "share", 0, 1, 0.01, []),
  demand: lever("Demand", "assumption", "inference.scale", "1", 0.1, 5, 0.1, [[0.7, "low"], [1.5, "plan"], [5, "high"]]),
  growth: lever("Demand growth", "assumption", "inference.growth.perYear", "1/year", 1, 10, 0.1, []),
  mfu: lever("MFU of frontier runs", "assumption", "training.campaigns.frontier.mfu", "1", 0.1, 0.6, 0.01, []),
  fail: lever("Failure rate", "assumption", "reliability.multiplier", "1", 0, 5, 0.1, []),
};
function merge(target: unknown, patch: JsonObject): JsonObject { let out: JsonObject = isObject(target) ? target : {}; for (const [k, v] of Object.entries(patch)) out = setPath(out, k, isObject(v) ? merge(out[k], v) : v); return out; }
export function loadScenario(preset: string, options: { patch?: JsonObject } = {}): { ok: true; scenario: Scenario } | { ok: false; issues: { path: string; message: string }[] } {
  const json: Json = JSON.parse(JSON.stringify({ ...base, id: preset, title: preset === "rainier" ? "Project Rainier" : "First campus", levers })) as Json;
  const merged = merge(json, options.patch ?? {}) as unknown as Scenario & typeof base;
  const issues: { path: string; message: string }[] = [];
  const extra = merged.construction.extraMonths;
  if (typeof extra !== "number" || extra < 0 || extra > 120) issues.push({ path: "construction.extraMonths", message: `must be between 0 and 120 (found ${JSON.stringify(extra)})` });
  for (const key of Object.keys(merged)) if (!(key in base) && key !== "id" && key !== "levers") issues.push({ path: key, message: "unknown key" });
  return issues.length > 0 ? { ok: false, issues } : { ok: true, scenario: merged };
}
export async function simulate(scenario: Scenario, options: { seed?: number; onProgress?: (f: number) => void; signal?: AbortSignal }): Promise<Result> {
  const steps = 20;
  for (let i = 1; i <= steps; i++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    options.signal?.throwIfAborted();
    options.onProgress?.(i / steps);
  }
  return mock(scenario, options.seed ?? 1);
}
function mock(scenario: Scenario, seed: number): Result {
  const s = scenario as Scenario & typeof base;
  const start = Date.parse("2024-01-01") / 1000;
  const days = 1461;
  const sites = (scenario.id === "rainier" ? [["new-carlisle", "New Carlisle", true], ["madison", "Madison", false], ["ridgeland", "Ridgeland", false]] : [["campus", "Campus", true]]) as [string, string, boolean][];
  const stages: Record<string, [string, number][]> = { "new-carlisle": [["2025-06-23", 398], ["2025-12-23", 626], ["2026-03-23", 910], ["2026-06-21", 1037]], madison: [["2025-06-23", 142], ["2026-09-18", 341]], ridgeland: [["2026-05-19", 114], ["2027-09-21", 420]], campus: [["2024-02-01", 12], ["2024-11-01", 20]] };
  const series: Series[] = []; const pools: PoolInfo[] = [];
  const n = LEDGER_STATES.length;
  const ledgers: Float64Array[] = []; const delivereds: Float64Array[] = [];
  const put = (id: string, unit: string, mean: Float64Array, site: string) => series.push({ id, label: id, unit, kind: "power", site, mean, min: mean, max: mean });
  const slip = Number(s.construction.extraMonths) * 30.4; const share = (id: string) => id === "new-carlisle" || id === "campus" ? 1 : Number(s.sites.madison.tenancyShare) * 2;
  for (const [site, , known] of sites) {
    const building = new Float64Array(days), provisioned = new Float64Array(days), drawn = new Float64Array(days);
    const leds = ["trainium2", "trainium3"].map(() => new Float64Array(n * days)); const dels = ["trainium2", "trainium3"].map(() => new Float64Array(days));
    let have = [0, 0];
    for (let d = 0; d < days; d++) {
      const t = start + d * 86400; let cap = 0;
      for (const [date, mw] of stages[site] ?? []) if (t >= Date.parse(date) / 1000 + (t > Date.parse("2025-10-01") / 1000 ? slip * 86400 : 0)) cap = mw * share(site);
      building[d] = cap * 1.2;
      const target = cap * 0.92 * 1000 / 0.87; const room = Math.max(0, target - have[0]! - have[1]!);
      const g = t < Date.parse("2026-06-01") / 1000 ? 0 : 1; have[g]! += room / 60;
      const wiggle = 0.9 + 0.06 * Math.sin(d / 9) + 0.03 * Math.sin(d * 1.7 + seed);
      const stagedNow = Math.min(60000, (d % 180) * 150) * (room > 0 ? 1 : 0.1);
      for (const k of [0, 1]) {
        const chips = have[k]!; const staged = k === g ? stagedNow * (chips > 0 ? 1 : 0) : 0;
        const parts: Record<string, number> = { "staged-no-power": staged * 0.7, "staged-no-hall": staged * 0.3 };
        const demand = Math.min(0.85, 0.15 + (d / days) * 0.7 * s.inference.scale);
        parts["burn-in"] = chips * 0.01; parts["repair"] = chips * 0.012 * s.reliability.multiplier; parts["stranded"] = chips * 0.02;
        const rest = chips - parts["burn-in"]! - parts["repair"]! - parts["stranded"]!;
        parts["serving"] = rest * demand * 0.8 * wiggle; parts["headroom"] = rest * demand * 0.12;
        parts["checkpointing"] = rest * 0.01; parts["lost"] = rest * 0.015; parts["restarting"] = rest * 0.03; parts["draining"] = rest * 0.005; parts["switching"] = rest * 0.004;
        parts["uncommitted"] = rest * 0.005; parts["power-capped"] = d > 1100 && d < 1200 ? rest * 0.04 : 0;
        const left = rest - Object.entries(parts).filter(([id]) => !["staged-no-power", "staged-no-hall", "burn-in", "repair", "stranded"].includes(id)).reduce((a, [, v]) => a + v, 0);
        parts["productive"] = left * 0.8; parts["idle-no-demand"] = left * 0.12; parts["idle-no-fit"] = left * 0.08;
        for (const [id, v] of Object.entries(parts)) { leds[k]![LEDGER_STATES.findIndex((x) => x.id === id) * days + d] = v * 24; dels[k]![d]! += v * 24; }
        provisioned[d]! += chips * 0.00087 * 1.2; drawn[d]! += chips * 0.00087 * 1.13 * (0.55 + 0.15 * wiggle);
      }
    }
    put(`power.building.${site}`, "MW facility", building, site); put(`power.energised.${site}`, "MW facility", building, site);
    if (known) put(`power.utility.${site}`, "MW facility", building.map((v, d) => v * 1.02 + (d > 1096 ? (d - 1096) * 1.2 : 0)), site);
    put(`power.provisioned.${site}`, "MW facility", provisioned, site); put(`power.drawn.${site}`, "MW facility", drawn, site);
    for (const k of [0, 1]) { const chip = ["trainium2", "trainium3"][k]!; pools.push({ id: `${site}/${chip}`, site, system: chip + "-us", chip, chipName: ["Trainium2", "Trainium3"][k]!, chipsPerSystem: 64, hostsPerSystem: 4, allInWatts: 870, peakFlops: { bf16: 1, fp8: 1 } }); ledgers.push(leds[k]!); delivereds.push(dels[k]!); }
  }
  const cat = (arrays: Float64Array[]) => { const out = new Float64Array(arrays.reduce((a, b) => a + b.length, 0)); let at = 0; for (const a of arrays) { out.set(a, at); at += a.length; } return out; };
  const jobs: JobRow[] = []; const events: EventRow[] = [];
  const hours = { productive: 1, uncommitted: 0, checkpointing: 0, lost: 0, restarting: 0, stalled: 0, draining: 0, powerCapped: 0 };
  let at = 560, k = 1;
  while (at < days) { const dur = 118 + 14 * ((k * 7) % 3); const end = at + dur; jobs.push({ id: `frontier-${k}`, campaign: "frontier", name: `Frontier ${k}`, kind: "campaign", site: "new-carlisle", system: k < 4 ? "trainium2-us" : "trainium3-us", state: end < days ? "done" : "running", submitSeconds: at * 86400, startSeconds: (at + 3) * 86400, endSeconds: end < days ? end * 86400 : -1, deadlineSeconds: (at + 120 + 3) * 86400, minChips: 50000, maxChips: 120000, meanChips: 95000, flopsGoal: 1, flopsDone: 1, mfu: 0.43, precision: "fp8", failures: 300, preemptions: 60, resizes: 90, chipHours: hours, ettr: 0.78 });
    for (let d = at + 3; d < Math.min(end, days); d++) for (let q = 0; q < 3 + (d * 7) % 5; q++) events.push({ id: events.length, seconds: d * 86400 + q * 5000, kind: q % 2 ? "job-shrink" : "job-interrupt", cause: -1, site: "new-carlisle", subject: `frontier-${k}`, text: "", amount: 1000 });
    if (k === 2) { events.push({ id: 1e6, seconds: (at + 40) * 86400, kind: "job-pause", cause: -1, site: "", subject: `frontier-${k}`, text: "", amount: 0 }, { id: 1e6 + 1, seconds: (at + 52) * 86400, kind: "job-resume", cause: -1, site: "", subject: `frontier-${k}`, text: "", amount: 0 }); }
    at = end + 30; k++; }
  for (const r of ["a", "b"]) { at = 580; k = 1; while (at < days) { jobs.push({ id: `research-${r}-${k}`, campaign: `research-${r}`, name: `Research ${r.toUpperCase()} ${k}`, kind: "campaign", site: "madison", system: "trainium2-us", state: at + 17 < days ? "done" : "running", submitSeconds: at * 86400, startSeconds: (at + 1) * 86400, endSeconds: at + 17 < days ? (at + 17) * 86400 : -1, deadlineSeconds: -1, minChips: 5000, maxChips: 20000, meanChips: 17000, flopsGoal: 1, flopsDone: 1, mfu: 0.4, precision: "fp8", failures: 30, preemptions: 6, resizes: 9, chipHours: hours, ettr: 0.9 }); at += 17; k++; } }
  const held = new Float64Array(days).map((_, d) => 95000 + 25000 * Math.sin(d / 5));
  series.push({ id: "jobs.chips.frontier", label: "", unit: "chips", kind: "jobs", mean: held, min: held, max: held });
  const binds: Bind[] = []; const ls: Bind["limit"][] = ["chip supply", "hall", "power", "demand", "gang scheduling", "failures", "commissioning"];
  for (const [site, name] of sites) for (let m = 0; m < 48; m++) { const month = `${2024 + Math.floor(m / 12)}-${String(m % 12 + 1).padStart(2, "0")}`; const limit = m < 17 ? "nothing" : ls[(Math.floor(m / 4) + site.length) % ls.length]!; binds.push({ site, month, limit, bucket: "idle: no demand", chipHours: 9.1e6, usefulChipHours: 3e7, deliveredChipHours: 4.9e7, text: limit === "nothing" ? `${name}: nothing stands there yet.` : `${name}: ${limit} held back most: 9.1 M chip-hours idle of 49 M delivered, 30 M useful.` }); }
  return {
    format: "capsim-result/1", scenario: { id: scenario.id, title: scenario.title, illustrative: false }, seed, replication: 0, start: "2024-01-01", end: "2028-01-01", startEpochSeconds: start, horizonSeconds: days * 86400, binSeconds: 86400, bins: days,
    sites: sites.map(([id, name, utilityKnown]) => ({ id, name, region: "us-east-2", annualPue: 1.13, peakPue: 1.2, tenancyShare: share(id) / 2, utilityKnown, illustrative: false })),
    pools, states: LEDGER_STATES.map((x) => x.id), ledger: cat(ledgers), delivered: cat(delivereds), energyLedgerMwh: new Float64Array(0), energyMwh: new Float64Array(0), series, profiles: [], jobs, events, eventsDropped: 0, eventsExecuted: 12_345_678, binds,
    headlines: [{ id: "peak-drawn", label: "Peak drawn", value: 1.42e3 * share("madison"), unit: "MW" }, { id: "chips", label: "Chips in service at the end", value: 1.6e6, unit: "chips" }, { id: "useful", label: "Useful chip-hours", value: 0.71 - slip / 5000, unit: "share" }, { id: "flops", label: "Training done", value: 3.1e27, unit: "FLOP" }, { id: "tokens", label: "Tokens served", value: 4.2e15, unit: "tokens" }, { id: "unserved", label: "Demand not served", value: 0.021, unit: "share" }],
    findings: { power: "Drawn power reaches 1,420 MW in Dec 2027, 78 % of what is energised", fleet: "1.6 M chips in service by the end of 2027; Trainium3 overtakes Trainium2 in Mar 2027", utilisation: "71 % of delivered chip-hours were useful; idle for lack of demand cost 9 %", campaigns: "Frontier 3 misses its deadline by 12 days; failures stopped it 311 times", binds: "Halls bind until mid 2026, then demand" },
    crossFoot: [], backtest: scenario.id === "rainier" ? { rows: [
      { series: "power.building.new-carlisle", date: "2025-12-23", unit: "MW facility", actual: 751, simulated: 700, carryForward: 478, errorPercent: -6.8, carryForwardErrorPercent: -36 },
      { series: "power.building.new-carlisle", date: "2026-03-23", unit: "MW facility", actual: 1092, simulated: 1040, carryForward: 478, errorPercent: -4.8, carryForwardErrorPercent: -56 },
      { series: "power.building.madison", date: "2026-09-24", unit: "MW facility", actual: 341, simulated: 400, carryForward: 341, errorPercent: 17, carryForwardErrorPercent: 0 },
      { series: "fleet.chips.new-carlisle", date: "2025-12-31", unit: "chips", actual: 1e6, low: 8e5, high: 1.1e6, simulated: 9e5, carryForward: 5e5, errorPercent: -10, carryForwardErrorPercent: -50 }],
      series: [{ series: "power.building.new-carlisle", points: 2, mapePercent: 5.8, carryForwardMapePercent: 46 }, { series: "power.building.madison", points: 1, mapePercent: 17, carryForwardMapePercent: 0 }, { series: "fleet.chips.new-carlisle", points: 1, mapePercent: 10, carryForwardMapePercent: 50 }] } : { rows: [], series: [] },
    inputs: { published: 0.21, reported: 0.12, derived: 0.2, estimated: 0.27, assumed: 0.2 },
    digest: `mock${seed}${slip}${s.inference.scale}`.padEnd(16, "0"),
  };
}
