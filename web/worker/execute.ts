/** From a Model to what the page shows of its run. The only file of the page that runs the simulator. */
import { LEDGER_STATES, runModel } from "../../src/index.ts";
import type { Model, Result, WatchOptions } from "../../src/index.ts";
import type { Shown } from "../view/from-result.ts";
import type { RunView } from "../view/run-view.ts";

/** One run. Rejects with the signal's reason when it is cancelled. */
export async function execute(model: Model, shown: Shown, watch: WatchOptions): Promise<RunView> {
  // It comes while the run goes on.
  const reading = import("../view/from-result.ts");
  reading.catch(() => undefined);
  const result = await runModel(model, watch);
  const about = { ...shown, ...(await committed(model, result)), states: LEDGER_STATES };
  return (await reading).runViewOf(result, about);
}

async function committed(model: Model, { money }: Result): Promise<Pick<Shown, "commitments">> {
  if (money?.info.commitment === undefined) return {};
  const { commitmentsOf } = await import("./commitments.ts");
  return commitmentsOf(model, money.basis);
}
