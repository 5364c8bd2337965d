// What a wrong file under models/ is told.
import { describe, expect, it } from "vitest";
import files from "../../models/index.json" with { type: "json" };
import { CatalogueError, parseCatalogue } from "../../src/scenario/catalogue.ts";

type Files = Record<string, Record<string, unknown>>;

/** The built-in files with one changed in place. */
const faultsOf = (change: (files: Files) => void): readonly string[] => {
  const copy = structuredClone(files) as Files;
  change(copy);
  try {
    parseCatalogue(copy);
  } catch (error) {
    if (error instanceof CatalogueError) return error.faults;
    throw error;
  }
  return [];
};

const chip = "chips/trainium2.json";
const set = (file: string, path: string, value: unknown) => (all: Files) => {
  const keys = path.split(".");
  const last = keys.pop()!;
  let node = all[file]!;
  for (const key of keys) node = node[key] as Record<string, unknown>;
  node[last] = value;
};

describe("parseCatalogue", () => {
  it("takes the built-in files", () => {
    expect(faultsOf(() => undefined)).toEqual([]);
  });

  // Each row: what is wrong, the change, how the message begins (place and rule) and what it says was found.
  it.each([
    ["an unknown key", set(chip, "tdpWats", 3), `${chip}: tdpWats is not a known key`, "3"],
    ["a negative number", set(chip, "hbm.value", -1), `${chip}: hbm.value must be >= 0`, "-1"],
    ["a text for a number", set(chip, "hbm.value", "96"), `${chip}: hbm.value must be a number`, '"96"'],
    ["NaN", set(chip, "hbm.value", Number.NaN), `${chip}: hbm.value must be a number`, "NaN"],
    ["infinity", set(chip, "hbm.value", Infinity), `${chip}: hbm.value must be a number`, "Infinity"],
    [
      "low above value",
      set(chip, "allInWatts.low", 900),
      `${chip}: allInWatts.low must be <= value 840`,
      "900",
    ],
    [
      "high below value",
      set(chip, "allInWatts.high", 800),
      `${chip}: allInWatts.high must be >= value 840`,
      "800",
    ],
    ["another unit", set(chip, "allInWatts.unit", "kW"), `${chip}: allInWatts.unit must be`, '"kW"'],
    [
      "a published number without address",
      set(chip, "hbm.source", "a talk"),
      `${chip}: hbm.source must begin with https:// when the confidence is published`,
      '"a talk"',
    ],
    [
      "a misspelt confidence",
      set(chip, "hbm.confidence", "publishd"),
      `${chip}: hbm.confidence must be one of`,
      '"publishd"',
    ],
    ["a missing field", set(chip, "vendor", undefined), `${chip}: vendor is missing`, "nothing"],
    [
      "an unknown chip",
      set("systems/trn2.json", "chip", "trainum2"),
      "systems.trn2.chip must name a chip",
      '"trainum2"',
    ],
    [
      "an unknown region",
      set("sites/madison.json", "region", "mars-1"),
      "sites.madison.region must name a region",
      '"mars-1"',
    ],
    [
      "peak PUE below annual",
      set("regions/us-east-2.json", "annualPue.value", 1.3),
      "regions.us-east-2.peakPue must be >= annualPue 1.3",
      "1.2",
    ],
    [
      "MW that fall",
      set("sites/madison.json", "phases.3.itMw", 100),
      "sites.madison.phases[3].itMw must be >= 284 of 2025-06-23",
      "100",
    ],
    [
      "a date that is no day",
      set("sites/madison.json", "phases.3.date", "2025-02-30"),
      "sites/madison.json: phases.3.date must be a day",
      '"2025-02-30"',
    ],
    [
      "a second entry of one id",
      set("chips/h100.json", "id", "gb200"),
      "chips/h100.json: id must be the only one",
      '"gb200" again',
    ],
    [
      "a derived number better than its input",
      set("chips/h100.json", "allInWatts.inputs", ["chips.gb200.allInWatts"]),
      "chips.h100.allInWatts.confidence must be no better than estimated of chips.gb200.allInWatts",
      '"derived"',
    ],
    [
      "an input that is not there",
      set("chips/h100.json", "allInWatts.inputs", ["chips.h100.nothing"]),
      "chips.h100.allInWatts.inputs must name numbers of the catalogue",
      '"chips.h100.nothing"',
    ],
    [
      "a projection from nowhere",
      set("chips/trainium5.json", "projection.from", "trainum4"),
      "chips.trainium5.projection.from must name a chip of the catalogue; did you mean",
      '"trainum4"',
    ],
    [
      "a projection from a projection",
      set("chips/trainium6.json", "projection.from", "trainium5"),
      "chips.trainium6.projection.from must name a chip without a projection of its own",
      '"trainium5"',
    ],
    [
      "a projected number of a chip that has no projection",
      set(chip, "hbm.source", "projected"),
      `${chip}: hbm.source must begin with https://`,
      '"projected"',
    ],
    [
      "an assumed one too",
      set(chip, "a2aGbPerS.source", "projected"),
      'chips.trainium2.a2aGbPerS.source must not be "projected" where chips.trainium2 has no projection',
      '"projected"',
    ],
    [
      "a projected number with a range of its own",
      set("chips/trainium5.json", "hbm.high", 600),
      'chips.trainium5.hbm must have no range where its source is "projected"',
      "600",
    ],
    [
      "half a generation",
      set("chips/trainium5.json", "projection.generations", 0.5),
      "chips/trainium5.json: projection.generations must be a whole number",
      "0.5",
    ],
    [
      "a claim over an unknown system",
      set("systems/trn3-gen2.json", "claims.0.than", "trn2-ultra"),
      "systems.trn3-gen2.claims[0].than must name a system",
      '"trn2-ultra"',
    ],
    [
      "a claim of something else",
      set("systems/trn3-gen2.json", "claims.0.measure", "speed"),
      "systems/trn3-gen2.json: claims.0.measure must be one of",
      '"speed"',
    ],
    ["an unknown kind", set(chip, "kind", "chop"), `${chip}: kind must be one of "chip", "system"`, '"chop"'],
  ])("refuses %s", (_, change, start, found) => {
    const faults = faultsOf(change);
    expect(faults.length).toBe(1);
    expect(faults[0]?.slice(0, start.length)).toBe(start);
    // What is not there was not found.
    const end = faults[0]?.includes("is missing") === true ? "must be text" : `(found ${found})`;
    expect(faults[0]?.endsWith(end), faults[0]).toBe(true);
  });

  it("says what was probably meant", () => {
    expect(faultsOf(set("systems/trn2.json", "chip", "trainum2"))[0]).toContain('did you mean "trainium2"?');
    expect(faultsOf(set(chip, "tdpWats", 3))[0]).toContain('did you mean "tdpWatts"?');
  });

  it("tells all faults at once", () => {
    const faults = faultsOf((all) => {
      set(chip, "hbm.value", -1)(all);
      set(chip, "hbmTbPerS.value", -1)(all);
      set("chips/h100.json", "colour", "green")(all);
    });
    expect(faults.length).toBe(3);
  });

  it.each([[null], [3], [[]], ["text"]])("refuses %j in place of files", (raw) => {
    expect(() => parseCatalogue(raw)).toThrow("must be an object of files by path");
  });
});
