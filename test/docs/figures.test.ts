// The figures in docs/model.md are those of a run, to the rounding a reader expects.
import { describe, expect, it } from "vitest";
import { loadScenarioOrThrow, simulateSync } from "../../src/index.ts";
import { figures, printed, readPrinted, tableOfPage } from "./figures.ts";

const TOLERANCE = 0.05;

describe("what docs/model.md says of rainier, seed 1", () => {
  it("is what a run gives, within 5 % (else run: node test/docs/figures.ts)", { timeout: 60_000 }, () => {
    const result = simulateSync(loadScenarioOrThrow("rainier"), { seed: 1 });
    const table = tableOfPage();
    expect([...table.keys()]).toEqual(figures.map(({ label }) => label));
    const wrong = figures.flatMap((figure) => {
      const [there, here] = [table.get(figure.label) ?? "", printed(figure, figure.of(result))];
      if (there === here) return [];
      const [a, b] = [readPrinted(there), readPrinted(here)];
      // Rounding differences of a sum that closes say nothing.
      if (figure.as === "residual" && b < 1e-12) return [];
      return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b))
        ? []
        : [`${figure.label}: ${here} (says ${there})`];
    });
    expect(wrong).toEqual([]);
  });
});
