/** Rules of the agreement: sites it knows, parts that add up to all of what is left. */
import { checkSiteKnown } from "./check-context.ts";
import type { Context } from "./check-context.ts";
import { Reader } from "./reader.ts";

const SUM_TOLERANCE = 1e-6;

export function checkAgreement(context: Context): void {
  const agreement = context.scenario.get("agreement");
  const residual = agreement.get("residual");
  const parts = residual.entries();
  if (agreement.get("residualFirst").exists && parts.length < 2)
    context.report(
      `${agreement.path}.residualFirst`,
      "needs agreement.residual of two sites or more, whose first part it takes the place of",
    );
  if (parts.length === 0) return;
  for (const [id, part] of parts) {
    checkSiteKnown(context, new Reader(id, part.path));
    const phases = context.scenario.get("sites").get(id).get("phases").entries();
    if (phases.length > 0 && !phases.some(([, phase]) => phase.get("residual").exists))
      context.report(part.path, `needs phases of ${id} with residual; all of its phases state itMw`);
  }
  const sum = parts.reduce((total, [, part]) => total + (part.number() ?? 0), 0);
  if (Math.abs(sum - 1) > SUM_TOLERANCE)
    context.report(
      residual.path,
      `must add up to 1 over ${parts.map(([id]) => id).join(", ")}`,
      Number(sum.toPrecision(6)),
    );
}
