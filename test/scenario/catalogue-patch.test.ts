import { expect, test } from "vitest";
import { builtinCatalogue, catalogueOf, loadScenarioOrThrow } from "../../src/scenario/index.ts";
import { tiny } from "./tiny.ts";

const patched = (catalogue: unknown): ReturnType<typeof catalogueOf> =>
  catalogueOf(loadScenarioOrThrow(tiny, { patch: { catalogue } }));

test("without a patch it is the built-in one", () => {
  expect(patched({})).toBe(builtinCatalogue());
});

test("a bare number takes the field's unit and loses the old range and source", () => {
  const { chips } = patched({ chips: { trainium2: { allInWatts: 900 } } });
  expect(chips["trainium2"]?.allInWatts).toEqual({
    value: 900,
    unit: "W",
    source: "yours",
    confidence: "assumed",
  });
  expect(chips["trainium2"]?.hbm).toEqual(builtinCatalogue().chips["trainium2"]?.hbm);
});

test("a field the catalogue leaves out takes the schema's unit", () => {
  const { systems } = patched({ systems: { trn4: { rackKw: 120, cooling: "liquid" } } });
  expect(systems["trn4"]?.rackKw).toMatchObject({ value: 120, unit: "kW" });
});

test("a range of one's own, and one with its source", () => {
  const { chips } = patched({
    chips: {
      trainium2: { allInWatts: { value: 900, low: 850, high: 950 } },
      trainium3: {
        allInWatts: {
          value: 1300,
          unit: "W",
          source: "https://example.org/watts",
          confidence: "reported",
          low: null,
          high: null,
        },
      },
    },
  });
  expect(chips["trainium2"]?.allInWatts).toEqual({
    value: 900,
    low: 850,
    high: 950,
    unit: "W",
    source: "yours",
    confidence: "assumed",
  });
  expect(chips["trainium3"]?.allInWatts).toMatchObject({
    value: 1300,
    confidence: "reported",
    source: "https://example.org/watts",
  });
});

test("one value of a table", () => {
  const { wattsByState } = patched({
    wattsByState: Object.fromEntries(
      Object.keys(builtinCatalogue().wattsByState).map((id) => [
        id,
        { shares: { values: { "idle-policy": 0.5 } } },
      ]),
    ),
  });
  const shares = Object.values(wattsByState)[0]?.shares;
  expect(shares).toMatchObject({ source: "yours", values: { "idle-policy": 0.5 } });
  expect(shares?.values.productive).toBe(
    Object.values(builtinCatalogue().wattsByState)[0]?.shares.values.productive,
  );
});

test("an entry of one's own needs no kind and no id", () => {
  const region = builtinCatalogue().regions["us-east-2"];
  const { regions } = patched({ regions: { moon: { ...region, id: "moon", name: "Moon" } } });
  expect(regions["moon"]?.name).toBe("Moon");
  expect(regions["moon"]?.kind).toBe("region");
});
