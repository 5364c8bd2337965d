/** `capsim zoom`: one serving pool for an hour, request by request, beside what the closed forms say of it. */
import {
  closedForm,
  CompileError,
  lengthsByMedian,
  loadOf,
  pooled,
  promptLengths,
  readRequests,
  ROUTINGS,
  suggestion,
  toCsv,
  Zoom,
  ZOOM_DEFAULTS,
  zoomSpecOf,
} from "../index.ts";
import type { ClosedForm, Routing, ScenarioZoom, TokenLengths, ZoomResult, ZoomSpec } from "../index.ts";
import { badInput, CommandFault, EXIT } from "./fail.ts";
import { interruptibly } from "./interruptible.ts";
import { loadInput } from "./load.ts";
import { progressOn } from "./progress.ts";
import { readLogText } from "./read-log.ts";
import { printable, terminalOf } from "./terminal.ts";
import { refusal, writeFiles } from "./write-files.ts";
import { loadAt } from "./zoom-hour.ts";
import { zoomText } from "./zoom-text.ts";

export interface ZoomCommand {
  readonly set?: readonly string[];
  readonly at?: string;
  readonly site?: string;
  readonly system?: string;
  readonly class?: string;
  readonly load?: number;
  readonly instances?: number;
  readonly hours: number;
  readonly routing: string;
  readonly shareCv?: number;
  readonly minuteCv?: number;
  readonly minuteMemory?: number;
  readonly slots?: number;
  readonly prefillTokensPerSecond?: number;
  readonly tokenMs?: string;
  readonly prompt?: string;
  readonly output?: string;
  readonly hit?: number;
  readonly trace?: string;
  readonly sweep?: string;
  readonly seed: number;
  readonly json?: boolean;
  readonly out?: string;
}

/** One load: what the events gave and what the closed forms say. */
export interface Zoomed {
  readonly load: number;
  readonly zoom: ZoomResult;
  readonly closed: ClosedForm;
}

export interface ZoomReport {
  readonly title: string;
  readonly hours: number;
  readonly spec: ZoomSpec;
  readonly points: readonly Zoomed[];
}

/** Few: Ctrl-C waits for them. */
const EVENTS_A_SLICE = 20_000;
const MOST_POINTS = 50;
const MOST_INSTANCES = 100_000;

export async function zoomIn(name: string | undefined, options: ZoomCommand): Promise<void> {
  const refused = options.out === undefined ? undefined : refusal(options.out);
  if (refused !== undefined) throw badInput([{ path: `--out ${options.out}`, message: refused }]);
  const { spec, title, notes } = await interruptibly((signal) => specOf(name, options, signal));
  for (const note of notes) process.stderr.write(`note: ${printable(note)}\n`);
  const hours = options.trace === undefined ? options.hours : 1;
  const specs = sweepOf(spec, options);
  const points = await interruptibly((signal) => watched(specs, hours, title, signal));
  const report: ZoomReport = { title, hours, spec, points };
  if (options.out !== undefined) write(options.out, report);
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(plain(report), undefined, 2)}\n`
      : zoomText(report, terminalOf(process.stdout, process.env)),
  );
  if (options.out !== undefined) process.stderr.write(`written to ${printable(options.out)}\n`);
}

async function watched(
  specs: readonly ZoomSpec[],
  hours: number,
  title: string,
  signal: AbortSignal,
): Promise<readonly Zoomed[]> {
  const progress = progressOn(process.stderr, title.slice(0, 40));
  const points: Zoomed[] = [];
  try {
    for (const [i, spec] of specs.entries()) {
      const closed = closedForm(spec);
      const results: ZoomResult[] = [];
      for (let hour = 0; hour < hours; hour++) {
        const run = new Zoom({ ...spec, replication: hour });
        while (!run.advance(EVENTS_A_SLICE)) {
          progress.show((i + (hour + run.share) / hours) / specs.length);
          // A turn of the loop lets Ctrl-C in.
          await new Promise((resolve) => setImmediate(resolve));
          signal.throwIfAborted();
        }
        results.push(run.finish());
      }
      points.push({ load: closed.load, zoom: pooled(results), closed });
    }
    return points;
  } catch (error) {
    if (error instanceof RangeError) throw badInput([{ path: "", message: error.message }]);
    throw error;
  } finally {
    progress.end();
  }
}

interface Named {
  readonly spec: ZoomSpec;
  readonly title: string;
  readonly notes: readonly string[];
}

async function specOf(name: string | undefined, options: ZoomCommand, signal: AbortSignal): Promise<Named> {
  const { routing } = options;
  if (!isRouting(routing))
    throw badInput([
      { path: `--routing ${printable(routing)}`, message: `is not known${suggestion(routing, ROUTINGS)}` },
    ]);
  const base = name === undefined ? standAlone(options) : await ofScenario(name, options, signal);
  const spec: ZoomSpec = {
    ...base.spec,
    seed: options.seed,
    routing,
    ...(options.shareCv === undefined ? {} : { shareCv: options.shareCv }),
    ...(options.slots === undefined ? {} : { slots: options.slots }),
    ...(options.hit === undefined ? {} : { prefill: { ...base.spec.prefill, hit: options.hit } }),
  };
  if (options.trace !== undefined) return traced(options.trace, { ...base, spec }, options);
  const { requests } = spec;
  if (!("minuteCv" in requests)) return { ...base, spec };
  const { minuteCv = requests.minuteCv, minuteMemory = requests.minuteMemory } = options;
  return { ...base, spec: { ...spec, requests: { ...requests, minuteCv, minuteMemory } } };
}

const isRouting = (text: string): text is Routing => ROUTINGS.some((each) => each === text);

async function ofScenario(name: string, options: ZoomCommand, signal: AbortSignal): Promise<Named> {
  const { scenario } = loadInput(name, { set: options.set ?? [] });
  const { at, site, system, load } = options;
  if (at !== undefined && load !== undefined)
    throw badInput([
      { path: "--load", message: "must not stand beside --at, whose hour has a load of its own" },
    ]);
  if (at === undefined && site !== undefined)
    throw badInput([
      { path: "--site", message: "needs --at: without an hour no site is more loaded than another" },
    ]);
  try {
    const place = { ...(site === undefined ? {} : { site }), ...(system === undefined ? {} : { system }) };
    const hour = at === undefined ? undefined : await loadAt(scenario, { at, ...place }, signal);
    const wanted: ScenarioZoom = {
      ...(system === undefined ? {} : { system }),
      ...(options.class === undefined ? {} : { class: options.class }),
      ...(load === undefined ? {} : { load }),
      ...(options.instances === undefined ? {} : { instances: options.instances }),
      ...(hour === undefined ? {} : { system: hour.system, load: hour.load }),
    };
    const found = zoomSpecOf(scenario, wanted);
    return hour === undefined ? found : { ...found, notes: [hour.note, ...found.notes] };
  } catch (error) {
    if (error instanceof CompileError)
      throw badInput(error.faults.map((message) => ({ path: name, message })));
    throw error;
  }
}

/** Without a scenario everything is stated. */
function standAlone(options: ZoomCommand): Named {
  const { prefillTokensPerSecond, tokenMs, slots, prompt, output, trace } = options;
  const missing = [
    ...(prefillTokensPerSecond === undefined ? ["--prefill-tokens-per-second"] : []),
    ...(tokenMs === undefined ? ["--token-ms"] : []),
    ...(slots === undefined ? ["--slots"] : []),
    ...(prompt === undefined && trace === undefined ? ["--prompt"] : []),
    ...(output === undefined && trace === undefined ? ["--output"] : []),
  ];
  if (missing.length > 0)
    throw badInput(missing.map((path) => ({ path, message: "must be given where no scenario is" })));
  const [one = NaN, full = one] = numbersOf("--token-ms", tokenMs ?? "", 1, 2).map((ms) => ms / 1000);
  const room = slots ?? 1;
  const instances = options.instances ?? ZOOM_DEFAULTS.instances;
  const linear = 1 / (prefillTokensPerSecond ?? 1);
  const hit = options.hit ?? 0;
  const lengths = trace === undefined ? lengthsOf("--prompt", prompt ?? "") : ONE_TOKEN;
  const load = options.load ?? ZOOM_DEFAULTS.load;
  const spec: ZoomSpec = {
    seconds: 3600,
    requests: {
      requestsPerSecond: 0,
      minuteCv: 0,
      minuteMemory: 0,
      prompt: lengths,
      output: trace === undefined ? lengthsOf("--output", output ?? "") : ONE_TOKEN,
    },
    instances,
    slots: room,
    prefill: { linear, quadratic: 0, hit, cold: 0 },
    tokenSeconds: Array.from(
      { length: room + 1 },
      (_, n) => one + ((full - one) * Math.max(0, n - 1)) / Math.max(1, room - 1),
    ),
    decodeDuringPrefill: 1,
    routing: "shares",
    shareCv: options.shareCv ?? 0,
    seed: 1,
    replication: 0,
  };
  return {
    spec: trace === undefined ? atLoad(spec, load) : spec,
    title: `${instances} instances of ${Math.round(1 / linear)} prompt tokens/s and ${room} slots`,
    notes: [],
  };
}

const ONE_TOKEN: TokenLengths = { median: 1, sigma: 0, most: Infinity };

/** Drawn requests at another load: the larger of prefill's and the slots' utilisation. */
function atLoad(spec: ZoomSpec, load: number): ZoomSpec {
  const { requests } = spec;
  if (!("requestsPerSecond" in requests)) return spec;
  const at = (requestsPerSecond: number): ZoomSpec => ({
    ...spec,
    requests: { ...requests, requestsPerSecond },
  });
  let [low, high] = [0, 1e-3];
  while (high < 1e9 && loadOf(at(high)) < load) high *= 4;
  for (let step = 0; step < 40 && high - low > 1e-7 * high; step++) {
    const middle = (low + high) / 2;
    if (loadOf(at(middle)) < load) low = middle;
    else high = middle;
  }
  return at(high);
}

/** `mean,p50[,p99]` in tokens. */
function lengthsOf(path: string, text: string): TokenLengths {
  const [mean = NaN, p50 = mean, p99] = numbersOf(path, text, 1, 3);
  try {
    if (p99 !== undefined) return promptLengths(mean, p50, p99);
    return p50 === mean ? { median: mean, sigma: 0, most: Infinity } : lengthsByMedian(mean, p50);
  } catch (error) {
    throw badInput([{ path: `${path} ${text}`, message: error instanceof Error ? error.message : "" }]);
  }
}

function numbersOf(path: string, text: string, least: number, most: number): readonly number[] {
  const values = text.split(",").map((part) => (part.trim() === "" ? NaN : Number(part)));
  if (
    values.length < least ||
    values.length > most ||
    !values.every((value) => value > 0 && value < Infinity)
  )
    throw badInput([
      {
        path: `${path} ${printable(text)}`,
        message: `must be ${least} to ${most} numbers above 0, with commas`,
      },
    ]);
  return values;
}

/** A trace has its own rate: the load is set by the number of instances. */
function traced(path: string, base: Named, options: ZoomCommand): Named {
  const read = readRequests(readLogText(path));
  if (!read.ok) throw badInput(read.faults.map((message) => ({ path, message })));
  const { requests } = read;
  const seconds = Math.ceil(((requests.seconds[requests.seconds.length - 1] ?? 0) + 1e-6) / 60) * 60;
  const of = (instances: number): ZoomSpec => ({ ...base.spec, seconds, requests, instances });
  const instances = options.instances ?? fewest(of, options.load ?? ZOOM_DEFAULTS.load);
  return {
    spec: of(instances),
    title: `${path.split(/[\\/]/).at(-1) ?? path}: ${requests.seconds.length} requests in ${Math.round(seconds / 60)} minutes on ${instances} instances`,
    notes: [...base.notes, ...read.dropped],
  };
}

/** The fewest instances that are not over a load. */
function fewest(of: (instances: number) => ZoomSpec, load: number): number {
  let high = 1;
  while (high < MOST_INSTANCES && loadOf(of(high)) > load) high *= 2;
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (loadOf(of(middle)) > load) low = middle;
    else high = middle;
  }
  return high;
}

function sweepOf(spec: ZoomSpec, { sweep, trace }: ZoomCommand): readonly ZoomSpec[] {
  if (sweep === undefined) return [spec];
  const loads = numbersOf("--sweep", sweep, 1, MOST_POINTS);
  if (trace === undefined) return loads.map((load) => atLoad(spec, load));
  // Instances are whole: several loads may come to the same number of them.
  const counts = new Set(loads.map((load) => fewest((instances) => ({ ...spec, instances }), load)));
  return [...counts].map((instances) => ({ ...spec, instances }));
}

function plain({ title, hours, spec, points }: ZoomReport): object {
  const { requests, tokenSeconds, ...rest } = spec;
  return {
    format: "capsim-zoom/1",
    title,
    hours,
    spec: {
      ...rest,
      tokenSeconds: [tokenSeconds[1] ?? tokenSeconds[0], tokenSeconds.at(-1)],
      requests: "seconds" in requests ? { listed: requests.seconds.length } : requests,
    },
    points: points.map(({ load, zoom, closed }) => ({ load, zoom: withoutEach(zoom), closed })),
  };
}

/** What came out but for the single requests and minutes. */
function withoutEach({
  requests,
  ttft,
  tpot,
  e2e,
  wait,
  prefillBusy,
  slotsHeld,
  events,
}: ZoomResult): object {
  return { requests, ttft, tpot, e2e, wait, prefillBusy, slotsHeld, events };
}

function write(directory: string, report: ZoomReport): void {
  const head = ["load", "requests", "zoomTtftP50", "zoomTtftP99", "closedTtftP50", "closedTtftP99"];
  const rows = report.points.map(({ load, zoom, closed }) => [
    load,
    zoom.requests,
    zoom.ttft.p50,
    zoom.ttft.p99,
    closed.ttft.p50,
    closed.ttft.p99,
    zoom.tpot.p50,
    zoom.tpot.p99,
    closed.tpot.p50,
    closed.tpot.p99,
  ]);
  const { minutes } = report.points.at(-1)?.zoom ?? {};
  try {
    writeFiles(directory, [
      { name: "zoom.json", text: `${JSON.stringify(plain(report), undefined, 2)}\n` },
      {
        name: "loads.csv",
        text: toCsv([...head, "zoomTpotP50", "zoomTpotP99", "closedTpotP50", "closedTpotP99"], rows),
      },
      {
        name: "minutes.csv",
        text: toCsv(
          ["minute", "arrivals", "waiting", "slotsHeld", "prefilling"],
          Array.from(minutes?.arrivals ?? [], (arrivals, minute) => [
            minute,
            arrivals,
            minutes?.waiting[minute] ?? 0,
            minutes?.held[minute] ?? 0,
            minutes?.busy[minute] ?? 0,
          ]),
        ),
      },
    ]);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandFault(
      `--out ${directory} could not be written, and nothing was left in it: ${why}`,
      EXIT.internal,
    );
  }
}
