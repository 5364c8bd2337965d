// The catalogue as a whole: every number says where it comes from, and the bundle is in step with the files.
import { existsSync, readFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { builtinCatalogue } from "../../src/scenario/builtin.ts";
import { factsOf } from "../../src/scenario/catalogue-walk.ts";
import { WATT_STATES } from "../../src/scenario/catalogue-schema.ts";
import { Quantity, rankOf } from "../../src/scenario/quantity.ts";
import { LEDGER_STATES } from "../../src/ledger/states.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const catalogue = builtinCatalogue();
const facts = [...factsOf(catalogue)];
const numbers = facts.filter((fact) => typeof fact.value === "number");

describe("every fact of the catalogue", () => {
  it("is found by the walk", () => {
    expect(numbers.length).toBeGreaterThan(250);
    expect(facts.length).toBeGreaterThan(numbers.length + 40);
  });

  it("has an https address where it is published or reported", () => {
    const said = facts.filter(({ confidence }) => confidence === "published" || confidence === "reported");
    expect(said.length).toBeGreaterThan(100);
    expect(said.filter(({ source }) => !/^https:\/\/[\w.-]+\.\w+\/\S+$/.test(source))).toEqual([]);
  });

  it("has a source, and every number a unit", () => {
    expect(facts.filter(({ source }) => source.trim() === "")).toEqual([]);
    expect(numbers.filter(({ unit }) => unit === undefined || unit.trim() === "")).toEqual([]);
  });

  it("has low <= value <= high", () => {
    const ranged = numbers.filter(({ low, high }) => low !== undefined || high !== undefined);
    expect(ranged.length).toBeGreaterThan(30);
    expect(
      ranged.filter(
        ({ value, low = value, high = value }) => Number(low) > Number(value) || Number(value) > Number(high),
      ),
    ).toEqual([]);
  });

  it("is no better known than the worst of what it was computed from", () => {
    const byPath = new Map(facts.map((fact) => [fact.path, fact]));
    const computed = facts.filter(({ inputs }) => inputs !== undefined);
    expect(computed.length).toBeGreaterThan(15);
    for (const fact of computed)
      for (const input of fact.inputs ?? []) {
        const found = byPath.get(input);
        expect(found, `${fact.path} was computed from ${input}`).toBeDefined();
        if (found !== undefined)
          expect(rankOf(fact.confidence)).toBeGreaterThanOrEqual(rankOf(found.confidence));
      }
  });

  it("names no file of ours as its source", () => {
    expect(facts.filter(({ source }) => /facts\/|\.csv|\.md|shared/.test(source))).toEqual([]);
  });
});

describe("the bundle", () => {
  it("is in step with the files of models/", () => {
    expect(() =>
      execFileSync(process.execPath, [".ci/catalogue.ts", "--check"], { cwd: root, stdio: "pipe" }),
    ).not.toThrow();
  });

  it("keeps to 25 kB compressed", () => {
    expect(gzipSync(readFileSync(`${root}models/index.json`), { level: 9 }).length).toBeLessThan(25_000);
  });
});

describe("watts by state", () => {
  it("has a share for each ledger state but power-capped, and for prefill and decode", () => {
    const ledger = LEDGER_STATES.map(({ id }) => id).filter((id) => id !== "power-capped");
    expect(new Set(WATT_STATES)).toEqual(new Set([...ledger, "prefill", "decode"]));
    expect(Object.keys(catalogue.wattsByState["default"]?.shares.values ?? {}).length).toBe(
      WATT_STATES.length,
    );
  });
});

describe("the shape of a quantity", () => {
  it("is the one every number of the catalogue has", () => {
    expect(Quantity.safeParse(catalogue.chips["trainium2"]?.allInWatts).success).toBe(true);
  });
});

describe.skipIf(!existsSync(`${root}../shared/facts/data/epoch_sites_2026-05.csv`))(
  "the facts folder",
  () => {
    const rowsOf = (name: string): string[][] =>
      readFileSync(`${root}../shared/facts/data/${name}`, "utf8")
        .trim()
        .split(/\r?\n/)
        .slice(1)
        .map((line) => line.split(","));

    it("has the same dated MW for the three campuses", () => {
      const names: Record<string, string> = {
        "Anthropic-Amazon New Carlisle": "new-carlisle",
        "Amazon Madison Mega Site": "madison",
        "Amazon Ridgeland": "ridgeland",
      };
      const theirs = rowsOf("epoch_sites_2026-05.csv")
        .filter(([name = ""]) => name in names)
        .map(
          ([name = "", date, buildings, itMw, mw]) =>
            `${names[name]} ${date} ${Number(buildings)} ${Number(itMw)} ${Number(mw)}`,
        );
      const ours = Object.values(catalogue.sites).flatMap((site) =>
        site.phases.map((p) => `${site.id} ${p.date} ${p.buildings} ${p.itMw} ${p.facilityMw}`),
      );
      expect(ours.sort()).toEqual(theirs.sort());
    });

    it("has the same PUE, carbon, water and round trips", () => {
      const pue = new Map(
        rowsOf("aws_pue_by_region.csv").map(([region, , , value]) => [region, Number(value)]),
      );
      const carbon = new Map(
        rowsOf("aws_carbon_water_2024.csv").map(([region, water, co2]) => [
          region,
          [Number(water), Number(co2)],
        ]),
      );
      const text = readFileSync(`${root}../shared/facts/data/aws_rtt_ms_p50_1y.csv`, "utf8")
        .trim()
        .split(/\r?\n/);
      const columns = (text[0] ?? "").split(",");
      for (const region of Object.values(catalogue.regions)) {
        if (region.rttMs === undefined) continue;
        expect(region.annualPue.value).toBe(pue.get(region.id));
        expect([region.waterLitresPerKwh?.value, region.gridGramsCo2PerKwh?.value]).toEqual(
          carbon.get(region.id),
        );
        const row = text.find((line) => line.startsWith(`${region.id},`))?.split(",") ?? [];
        for (const [to, ms] of Object.entries(region.rttMs.values))
          expect(ms).toBe(Number(row[columns.indexOf(to)]));
      }
    });

    it("has the same cumulative chips by quarter", () => {
      const theirs = rowsOf("epoch_trainium_cumulative.csv").map(
        (row) => `${row.at(-1)?.trim()} ${row[7]} ${row[8]} ${row[9]}`,
      );
      const ours = Object.values(catalogue.units).flatMap((series) =>
        series.rows.map((r) => `${series.name.split(",")[0]} ${r.units} ${r.low} ${r.high}`),
      );
      expect(ours.sort()).toEqual(theirs.sort());
    });
  },
);
