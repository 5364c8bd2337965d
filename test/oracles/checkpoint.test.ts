// What checkpointed training must do beside the comparisons of rows/checkpoint.ts: the best interval is the best, in closed
// form and simulated, and restarts can fail unless the scenario says otherwise.
//
// The default is that restarts can fail: what breaks a gang (hosts, links, software) is there while it loads its
// checkpoint too, and for 100,000 chips whose restart takes half their time between failures it decides the result.
import { describe, expect, it } from "vitest";
import { loadScenarioOrThrow } from "../../src/index.ts";
import { expectedEttr, optimalInterval } from "../../src/training/index.ts";
import { CASES, gangOf, wallTimes } from "./rows/checkpoint.ts";
import { correlation, pairedT } from "./statistics.ts";

/** Two-sided p < 0.01 of Student's t with 999 degrees of freedom. */
const T_99 = 2.581;

describe("closed forms of checkpointing", () => {
  it("have Young's interval as it is written", () => {
    for (const c of CASES) expect(Math.sqrt(2 * c.write * c.mtbf)).toBeCloseTo(c.young, 9);
  });

  it("have their best ETTR at the optimal interval", () => {
    for (const c of CASES) {
      const at = (tau: number): number => expectedEttr(tau, c.mtbf, c.write, c.restart, true);
      const best = at(optimalInterval(c.mtbf, c.write));
      for (const factor of [0.5, 0.9, 1.1, 2]) expect(at(c.tau * factor)).toBeLessThan(best);
    }
  });
});

describe("a simulated campaign", () => {
  it("has restarts that can fail unless the scenario says otherwise", () => {
    for (const preset of ["first-campus", "rainier"])
      expect(loadScenarioOrThrow(preset).reliability.restartsCanFail).toBe(true);
  });

  it.each(CASES)("is faster at the optimal interval than at half and at twice, p < 0.01: $name", (c) => {
    const at = (factor: number): number[] =>
      wallTimes(
        gangOf(c, true, { workSeconds: 32 * c.tau, tauSeconds: factor === 1 ? "optimum" : c.tau * factor }),
      );
    const best = at(1);
    for (const factor of [0.5, 2]) {
      const other = at(factor);
      expect(pairedT(other, best)).toBeGreaterThan(T_99);
      expect(correlation(other, best)).toBeGreaterThan(0);
    }
  });
});
