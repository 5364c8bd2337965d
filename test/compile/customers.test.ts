// Customers counted by the head become classes of demand with their own volume, growth and regions.
import { describe, expect, it } from "vitest";
import { customerTokens, withCustomers } from "../../src/compile/customers.ts";
import { catalogueOf, loadScenarioOrThrow } from "../../src/scenario/index.ts";
import { valueOf } from "../../src/scenario/quantity.ts";
import { tiny } from "../scenario/tiny.ts";

const made = (inference: object): NonNullable<ReturnType<typeof withCustomers>["inference"]> => {
  const scenario = loadScenarioOrThrow(tiny, { patch: { inference } });
  const { inference: found } = withCustomers(scenario, catalogueOf(scenario));
  if (found === undefined) throw new Error("no inference");
  return found;
};

describe("customers", () => {
  it("ask count x requests a day x output tokens / 86,400", () => {
    // 40,000 assistants, 2,000 requests a day, 211 tokens each.
    expect(customerTokens(40_000, 2000, 211)).toBeCloseTo(195_370.37, 2);
  });

  it("alone make all of demand", () => {
    const alone = { classes: { chat: null }, outputTokensPerSecond: null };
    const found = made({ ...alone, customers: { "support-assistant": { count: 40_000 } } });
    expect(valueOf(found.outputTokensPerSecond ?? 0)).toBeCloseTo(195_370.37, 2);
    expect(found.classes).toMatchObject({
      "support-assistant": { share: 1, tokenMix: "chat", profile: "office", sloClass: "interactive" },
    });
  });

  it("beside classes add to their volume and leave it as it was", () => {
    const growth = { perYear: 10, finalPerYear: 2, decayYears: 1 };
    const found = made({
      customers: {
        helpers: {
          archetype: "support-assistant",
          count: 1000,
          requestsPerDay: 864,
          growth,
          regions: { home: 1 },
        },
      },
    });
    const total = valueOf(found.outputTokensPerSecond ?? 0);
    expect(total).toBeCloseTo(1e5 + 2110, 6);
    expect(valueOf(found.classes["chat"]?.share ?? 0) * total).toBeCloseTo(1e5, 6);
    expect(valueOf(found.classes["helpers"]?.share ?? 0) * total).toBeCloseTo(2110, 6);
    expect(found.classes["helpers"]).toMatchObject({ growth, regions: { home: 1 }, newSessionShare: 0.25 });
  });

  it("that are none leave every share a number", () => {
    const none = {
      classes: { chat: null },
      outputTokensPerSecond: null,
      customers: { "coding-agent": { count: 0 } },
    };
    expect(valueOf(made(none).classes["coding-agent"]?.share ?? NaN)).toBe(0);
  });
});
