// Other prices on a run that is there, held against another run at these prices: they must agree in every part.
import { describe, expect, it } from "vitest";
import { compileModel, loadScenarioOrThrow } from "../../src/index.ts";
import { withMoney } from "../../web/view/settled.ts";
import { execute } from "../../web/worker/execute.ts";
import { prepare } from "../../web/worker/prepare.ts";
import { sameBasis } from "../../web/worker/same-basis.ts";
import { settle } from "../../web/worker/settle.ts";
import type { JsonObject as Patch } from "../../web/state/patch.ts";

const preset = "first-campus";
async function prepared(
  patch: Patch,
): Promise<Extract<Awaited<ReturnType<typeof prepare>>, { kind: "model" }>> {
  const found = await prepare({ preset, patch });
  if (found.kind !== "model") throw new Error(JSON.stringify(found.issues));
  return found;
}

/** What moves money alone. */
const prices: Readonly<Record<string, Patch>> = {
  "a price": { money: { contract: { usdPerGwYear: 9e9 } } },
  "a commitment so large that it is not used up": { money: { commitment: { totalUsd: 9e10 } } },
  "a commitment that is used up at once": { money: { commitment: { totalUsd: 1e6, floorsUsd: null } } },
  "a discount rate": { money: { discount: { perYear: 0.12 } } },
  "what a building costs": { money: { costs: { buildingUsdPerMw: 9e6 } } },
  "what a chip costs": { catalogue: { chips: { trainium2: { purchaseUsd: 3000 } } } },
  "what energy costs in a region": { catalogue: { regions: { "us-east-2": { usdPerMwh: 33 } } } },
  "no commitment at all": { money: { commitment: null } },
  "who pays": { money: { customer: "cloud", provider: "lab", commitment: null } },
};
/** What changes what a run does, or may. */
const deeds: Readonly<Record<string, Patch>> = {
  "another seed": { seed: 5 },
  "another burn-in": { fleet: { burnInHours: 200 } },
  "a limit on what is spent": { money: { limits: { spendUsdPerYear: 2e7 } } },
  "another price and another burn-in": {
    fleet: { burnInHours: 200 },
    money: { discount: { perYear: 0.12 } },
  },
};

describe("a run at other prices", () => {
  it("is the run one would have made", async () => {
    const plain = await prepared({});
    const run = await execute(plain.model, plain.shown, {});
    if (run.basis === undefined) throw new Error(`${preset} says nothing of money`);
    for (const [what, patch] of Object.entries(prices)) {
      const { model, shown } = await prepared(patch);
      expect(sameBasis(plain.model, model), what).toBe(true);
      const again = await execute(model, shown, {});
      expect(again.digest, what).toBe(run.digest);
      expect(withMoney(run, settle(model, shown, run.basis)), what).toEqual(again);
      expect(again.money, what).not.toEqual(run.money);
    }
  });

  it("is made anew where more than prices changed", async () => {
    const { model } = await prepared({});
    for (const [what, patch] of Object.entries(deeds))
      expect(sameBasis(model, (await prepared(patch)).model), what).toBe(false);
  });

  it("needs a Model that speaks of money", async () => {
    const { model, shown } = await prepared({ money: null });
    expect(model.money).toBeUndefined();
    const basis = (await execute((await prepared({})).model, shown, {})).basis;
    if (basis === undefined) throw new Error(`${preset} says nothing of money`);
    expect(() => settle(model, shown, basis)).toThrow("without money");
  });
});

describe("every preset with money", () => {
  it("is alike to itself compiled again", () => {
    for (const id of ["first-campus", "five-gigawatts", "rainier"]) {
      const [one, other] = [0, 1].map(() => compileModel(loadScenarioOrThrow(id)));
      expect(one && other && sameBasis(one, other), id).toBe(true);
    }
  });
});
