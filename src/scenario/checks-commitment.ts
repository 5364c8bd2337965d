/** Rules of commitments and investments: parts within their whole, a term within the run, something that counts. */
import { checkEither, checkOneOf } from "./check-context.ts";
import type { Context } from "./check-context.ts";
import { suggestion } from "./issues.ts";
import type { Reader } from "./reader.ts";

/** A thousandth of a cent in a billion. */
const ROUNDING = 1e-14;

/** Reports parts that add up to more than their whole. */
function checkSum(context: Context, parts: Reader, amounts: readonly Reader[], whole: Reader): void {
  const most = whole.number();
  const sum = amounts.reduce((total, amount) => total + (amount.number() ?? 0), 0);
  if (most !== undefined && sum > most * (1 + ROUNDING))
    context.report(
      parts.path,
      `must add up to at most ${whole.path.slice(whole.path.lastIndexOf(".") + 1)} ${most}`,
      sum,
    );
}

export function checkCommitment(context: Context, money: Reader): void {
  const commitment = money.get("commitment");
  if (!commitment.exists) return;
  checkFloors(context, commitment);
  checkTerm(context, commitment);
  checkDraws(context, money, commitment);
  const paths = context.scenario.get("inference").get("accessPaths").entries();
  const known = paths.map(([id]) => id);
  for (const [id, path] of commitment.get("counts").get("paths").entries())
    if (!known.includes(id))
      context.report(path.path, `must be one of inference.accessPaths${suggestion(id, known)}`, id);
}

function checkFloors(context: Context, commitment: Reader): void {
  checkEither(context, commitment, "floorsUsd", "shape", true);
  const floors = commitment.get("floorsUsd");
  const years = commitment.get("years").number();
  for (const [year, floor] of floors.entries())
    if (years !== undefined && year.length < 3 && Number(year) > years)
      context.report(floor.path, `must be a year of the term, 1 to ${years}`, year);
  checkSum(
    context,
    floors,
    floors.entries().map(([, floor]) => floor),
    commitment.get("totalUsd"),
  );
}

/** The term must not be over before the run; that it has not begun is a warning, as a run may be cut short. */
function checkTerm(context: Context, commitment: Reader): void {
  const start = context.scenario.get("start").day();
  const from = commitment.get("start").day();
  const years = commitment.get("years").number();
  if (from === undefined || years === undefined || start === undefined) return;
  const over = `${String(Number(from.slice(0, 4)) + years).padStart(4, "0")}${from.slice(4)}`;
  if (over <= start)
    context.report(
      commitment.get("years").path,
      `must reach beyond the start of the scenario ${start} (the term is over on ${over})`,
    );
}

/** Somebody must pay for something that counts. */
function checkDraws(context: Context, money: Reader, commitment: Reader): void {
  const { scenario } = context;
  const sides = [
    ["payer", money.get("customer").text() ?? "customer"],
    ["payee", money.get("provider").text() ?? "provider"],
  ] as const;
  const both = sides.map(([, id]) => id);
  const known = both.every((id) => isParty(money, id));
  for (const [side] of known ? sides : []) {
    const party = commitment.get(side);
    const id = party.text();
    if (id !== undefined && !both.includes(id) && isParty(money, id))
      context.report(
        party.path,
        `must be ${both.join(" or ")}: nothing else that is paid could draw on the commitment`,
        id,
      );
  }
  if (scenario.get("deliveries").exists && scenario.get("deliveries").entries().length === 0)
    context.report(commitment.path, "needs deliveries: no chip is there whose price could draw on it");
  const discount = commitment.get("discount");
  if (discount.number() === 1)
    context.report(discount.path, "must be below 1, or nothing is left that could draw on it", 1);
  const counts = commitment.get("counts");
  if (!countsAnything(context, money, counts)) {
    const on = ["training", "serving", "idle", "energy"].filter((key) => counts.get(key).value !== false);
    context.report(
      counts.path,
      `must count something that the scenario has and the contract bills, or nothing can draw on the commitment: training with campaigns or streams, serving with inference, idle where chips are paid as installed, energy where it is apart`,
      on.join(", ") || "none",
    );
  }
}

const isParty = (money: Reader, id: string): boolean =>
  !money.get("parties").exists || money.get("parties").get(id).exists;

function countsAnything({ scenario }: Context, money: Reader, counts: Reader): boolean {
  const on = (key: string): boolean => counts.get(key).value !== false;
  const contract = money.get("contract");
  const training = scenario.get("training");
  const jobs = ["campaigns", "streams"].some((key) => training.get(key).entries().length > 0);
  const paths = scenario.get("inference").get("accessPaths").entries();
  const served =
    scenario.get("inference").exists &&
    (paths.length === 0 || paths.some(([id]) => counts.get("paths").get(id).value !== false));
  return (
    (on("training") && jobs) ||
    (on("serving") && served) ||
    (on("idle") && contract.get("pays").text() !== "used") ||
    (on("energy") && contract.get("energy").text() === "apart")
  );
}

export function checkInvestment(context: Context, money: Reader): void {
  const investment = money.get("investment");
  const tranches = investment.get("tranches");
  checkSum(
    context,
    tranches,
    tranches.entries().map(([, tranche]) => tranche.get("usd")),
    investment.get("upToUsd"),
  );
  const inference = context.scenario.get("inference");
  const priced = [
    inference,
    ...inference
      .get("models")
      .entries()
      .map(([, model]) => model),
  ].some((model) => model.get("price").exists);
  for (const [, tranche] of tranches.entries()) {
    checkEither(context, tranche, "at", "when", true);
    const when = tranche.get("when");
    if (!when.exists) continue;
    checkOneOf(context, when, ["spendUsd", "gwOnline", "runRateUsdPerYear"]);
    const rate = when.get("runRateUsdPerYear");
    if (rate.exists && !priced)
      context.report(rate.path, "needs sales, and no served model has a price: add inference.price");
  }
}
