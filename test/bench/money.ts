// The money part of `npm run bench`: CPU of another price on a run that is there, and of the chips alone of a decade.
import { compileMoneyOf, compileModel, loadScenarioOrThrow, settleMoney } from "../../src/index.ts";
import { fleetBasis } from "../../src/results/fleet-basis.ts";
import type { FleetRow } from "./fleet.ts";

const WARM_UP = 20;
const MEASURED = 41;

/** Median ms of CPU, warm. */
async function warmMs(work: () => unknown): Promise<number> {
  const cpuMs: number[] = [];
  for (let i = 0; i < WARM_UP + MEASURED; i++) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    cpuMs.push((user + system) / 1000);
  }
  return cpuMs.slice(WARM_UP).sort((a, b) => a - b)[MEASURED >> 1] ?? NaN;
}

export async function moneyRows(): Promise<FleetRow[]> {
  const scenario = loadScenarioOrThrow("five-gigawatts");
  const model = compileModel(scenario);
  if (model.money === undefined) throw new Error("five-gigawatts must have money");
  const { starts } = model.money;
  const basis = await fleetBasis(model, starts);
  const settle = (): unknown => {
    const money = compileMoneyOf(scenario, basis);
    return money === undefined ? undefined : settleMoney(basis, money);
  };
  return [
    { name: "other prices on five-gigawatts", found: await warmMs(settle), limit: 10, unit: "ms CPU" },
    {
      name: "five-gigawatts, chips alone",
      found: await warmMs(async () => await fleetBasis(model, starts)),
      limit: 50,
      unit: "ms CPU",
    },
  ];
}
