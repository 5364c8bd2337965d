// What a gang's file may say: all faults at once, each with its path, rule and what was found.
import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { formatIssue, Gang, gangFiles, loadGang, loadGangOrThrow } from "../../src/index.ts";
import type { Setting } from "../../src/index.ts";
import { Quantity } from "../../src/scenario/quantity.ts";

const faults = (input: unknown, settings: readonly Setting[] = []): readonly string[] => {
  const loaded = loadGang(input, { settings });
  return loaded.ok ? [] : loaded.issues.map(formatIssue);
};
const set = (path: string, value: unknown): Setting => ({ path, value });

describe("a preset", () => {
  it("is every file of models/gangs/, under its own id", () => {
    const files = readdirSync(new URL("../../models/gangs/", import.meta.url)).sort();
    expect(files).toEqual(
      Object.keys(gangFiles)
        .map((id) => `${id}.json`)
        .sort(),
    );
    for (const [id, file] of Object.entries(gangFiles)) expect(file).toMatchObject({ kind: "gang", id });
  });

  it("says of each number where it is from, and that its authors call it hypothetical", () => {
    for (const id of Object.keys(gangFiles)) {
      const text = readFileSync(new URL(`../../models/gangs/${id}.json`, import.meta.url), "utf8");
      const numbers: unknown[] = [];
      JSON.parse(text, (_, value: unknown) => {
        if (typeof value === "object" && value !== null && "value" in value) numbers.push(value);
        return value;
      });
      expect(numbers.length).toBeGreaterThan(15);
      for (const number of numbers)
        expect(Quantity.safeParse(number)).toMatchObject({ success: true, data: { confidence: "assumed" } });
      expect(text.match(/": -?\d/g)).toHaveLength(
        numbers
          .flatMap((number) => Object.values(number as object))
          .filter((value) => typeof value === "number").length,
      );
    }
  });

  it("has Table 1 of the paper", () => {
    const { job, pools, failures, times, repair } = loadGangOrThrow("airesim-table1");
    expect(job).toEqual({ servers: 4096, computeSeconds: 256 * 86_400 });
    expect(pools).toEqual({ working: 4160, spares: 200, standbys: 16 });
    expect(failures.goodRate * 86_400).toBeCloseTo(0.01, 15);
    expect(failures.badRate / failures.goodRate).toBeCloseTo(6, 12);
    expect(times).toEqual({ recoverySeconds: 1200, hostSelectionSeconds: 180, spareWaitSeconds: 1200 });
    expect(repair).toMatchObject({ autoSeconds: 7200, manualSeconds: 172_800, autoCrews: Infinity });
  });
});

describe("a gang of one's own", () => {
  const least = {
    id: "mine",
    job: { servers: 8, computeDays: 1 },
    pools: { working: 10 },
    failures: { perServerDay: 0.01 },
    times: { recoveryMinutes: 10 },
    repair: { autoMinutes: 60 },
  };

  it("needs no more than what it cannot do without", () => {
    expect(faults(least)).toEqual([]);
    expect(faults(JSON.stringify(least))).toEqual([]);
  });

  it("may start from a preset", () => {
    const loaded = loadGang({ extends: "airesim-a", id: "mine", pools: { standbys: 8 } });
    expect(loaded).toMatchObject({ ok: true, params: { job: { servers: 256 }, pools: { standbys: 8 } } });
  });

  it("has as many faults as are in it, at once", () => {
    const bad = {
      ...least,
      colour: "red",
      pools: { working: 4, standbys: 2.5 },
      failures: { perServerDay: -1, badShare: 2, distribution: "weibul", during: "always" },
      selection: { policy: "randon" },
    };
    const found = faults(bad);
    for (const part of [
      "colour is not a known key",
      "pools.standbys must be a number from 0 to 1000000 (servers) (found 2.5)",
      "failures.perServerDay must be >= 0 (found -1)",
      "failures.badShare must be <= 1 (found 2)",
      'failures.distribution must be one of "exponential", "weibull", "lognormal"',
      'did you mean "weibull"?',
      'did you mean "random"?',
      "pools.working must be >= job.servers + pools.standbys (8 + 2.5 = 10.5) (found 4)",
    ])
      expect(found.join("\n")).toContain(part);
    expect(found.length).toBeGreaterThanOrEqual(7);
  });

  it("says what is missing", () => {
    expect(faults({ id: "empty" }).join("\n")).toContain("job is missing");
  });

  it.each([
    ["failures.during", "always"],
    ["failures.idle", "hot"],
  ])("keeps %s %s to exponential times", (path, value) => {
    const weibull = set("failures.distribution", "weibull");
    expect(faults("airesim-a", [weibull, set(path, value)]).join("\n")).toContain(
      `${path} must not be ${value}`,
    );
    expect(faults("airesim-a", [set(path, value)])).toEqual([]);
  });

  it("refuses a write without an interval", () => {
    expect(faults("airesim-a", [set("checkpoint.writeMinutes", 1)])[0]).toContain(
      "checkpoint.intervalMinutes",
    );
  });

  it("suggests the nearest preset and the nearest path", () => {
    expect(faults("airesim-tabel1")[0]).toContain('did you mean "airesim-table1"?');
    expect(faults({ extends: "airesim-c" }).join("\n")).toContain("must be the id of a gang");
    expect(faults("airesim-a", [set("repiar.autoMinutes", 1)])[0]).toContain('did you mean "repair"?');
    expect(faults("airesim-a", [set("repair.autoMinute", 1)])[0]).toContain('did you mean "autoMinutes"?');
  });

  it("is refused where it is no object at all", () => {
    for (const input of [3, [], null, "{", '{"id": ']) expect(faults(input).length).toBeGreaterThan(0);
  });
});

describe("AIReSim's own parameters", () => {
  // As its config.yaml has them: minutes, and failures per minute.
  const theirs = {
    job_size: 256,
    warm_standbys: 4,
    working_pool_size: 264,
    spare_pool_size: 16,
    job_length: 92_160,
    random_failure_rate: 0.01 / 1440,
    systematic_failure_rate_multiplier: 5,
    systematic_failure_fraction: 0.15,
    failure_distribution: "exponential",
    recovery_time: 20,
    bad_server_regeneration: false,
    bad_server_regen_interval: 43_200,
    seed: 42,
    num_replications: 30,
  };

  it("are read as a gang that starts from its defaults", () => {
    const loaded = loadGang(theirs);
    if (!loaded.ok) throw new Error(loaded.issues.map(formatIssue).join("\n"));
    const preset = loadGangOrThrow("airesim-a");
    expect(loaded.params.failures.goodRate).toBeCloseTo(preset.failures.goodRate, 18);
    expect({ ...loaded.params, failures: undefined }).toEqual({ ...preset, failures: undefined });
    expect(loaded.notes.map(({ path }) => path)).toEqual(["seed", "num_replications"]);
  });

  it("turn regeneration on with their interval, or with 30 days", () => {
    const on = { ...theirs, bad_server_regeneration: true };
    expect(loadGang(on)).toMatchObject({ params: { regeneration: { everySeconds: 30 * 86_400 } } });
    const { bad_server_regen_interval: interval, ...without } = { ...on, bad_server_regen_interval: 1440 };
    expect(loadGang({ ...without, bad_server_regen_interval: interval })).toMatchObject({
      params: { regeneration: { everySeconds: 86_400 } },
    });
    expect(loadGang(without)).toMatchObject({ params: { regeneration: { everySeconds: 30 * 86_400 } } });
  });

  it("can be set by their names in any gang", () => {
    const loaded = loadGang("airesim-a", { settings: [set("recovery_time", 10), set("job_length", 1440)] });
    expect(loaded).toMatchObject({
      ok: true,
      params: { times: { recoverySeconds: 600 }, job: { computeSeconds: 86_400 } },
    });
  });

  it("suggest the nearest where there is none of the name", () => {
    expect(faults({ ...theirs, recovery_tme: 3 })[0]).toContain('did you mean "recovery_time"?');
    expect(faults({ ...theirs, bad_server_regeneration: "no" })[0]).toContain("must be true or false");
  });
});

describe("the schema", () => {
  it("describes what it does not say by its name", () => {
    expect(Gang.shape.failures.shape.during.description).toContain("always");
  });
});
