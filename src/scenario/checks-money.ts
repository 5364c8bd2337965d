/** Rules of money: parties and currencies it knows, a price for all that is delivered, costs and moves of what is there. */
import { checkEither, checkKnown, checkSiteKnown } from "./check-context.ts";
import type { Context } from "./check-context.ts";
import { firstDayOf } from "./catalogue-lookup.ts";
import { checkCommitment, checkInvestment } from "./checks-commitment.ts";
import { checkCurrency, checkPricePath } from "./checks-price-path.ts";
import { isoDate } from "../engine/index.ts";
import { suggestion } from "./issues.ts";
import { OUTSIDE_NAMES } from "./outside-parties.ts";
import { Reader } from "./reader.ts";

const DEFAULT_PARTIES = ["customer", "provider"];

/** Ids of the parties of money: its own, or the two that are there by default. */
const partiesOf = (money: Reader): readonly string[] =>
  money.get("parties").exists
    ? money
        .get("parties")
        .entries()
        .map(([id]) => id)
    : DEFAULT_PARTIES;

export function checkMoney(context: Context): void {
  const money = context.scenario.get("money");
  if (!money.exists) return;
  checkCurrencies(context, money);
  checkParties(context, money);
  checkContract(context, money.get("contract"));
  checkCommitment(context, money);
  checkInvestment(context, money);
  checkCosts(context, money);
  checkLimits(context, money);
  checkTokenPrices(context, money.get("tokenPrices"));
  checkMoves(context, money);
}

function checkCurrencies(context: Context, money: Reader): void {
  const usd = money.get("currencies").get("USD");
  if (usd.exists)
    context.report(usd.path, "must not be given: it is what others are worth in", usd.get("usd").number());
  checkCurrency(context, money.get("currency"));
  checkCurrency(context, money.get("energy").get("currency"));
}

function checkParties(context: Context, money: Reader): void {
  const known = partiesOf(money);
  for (const [id, party] of money.get("parties").entries())
    if (Object.hasOwn(OUTSIDE_NAMES, id))
      context.report(party.path, `must have another id: ${id} are the world outside`, id);
  const named = (party: Reader, otherwise = ""): string => {
    const id = party.text() ?? otherwise;
    if (id !== "" && !known.includes(id))
      context.report(party.path, `must be one of money.parties${suggestion(id, known)}`, id);
    return id;
  };
  const pairs = [
    [named(money.get("customer"), "customer"), money.get("provider"), "provider"],
    [named(money.get("commitment").get("payer")), money.get("commitment").get("payee"), ""],
    [named(money.get("investment").get("investor")), money.get("investment").get("investee"), ""],
  ] as const;
  for (const [one, other, otherwise] of pairs) {
    const id = named(other, otherwise);
    if (id !== "" && id === one) context.report(other.path, `must be another party than ${one}`, id);
  }
  for (const [, move] of money.get("moves").entries()) {
    const to = named(move.get("to"));
    if (to !== "" && to === pairs[0][0])
      context.report(move.get("to").path, `must be another party than ${to}, who is to be served`, to);
  }
}

/** Chips that deliveries or a refresh may bring, each once. */
export function deliveredChips(context: Context): readonly string[] {
  const { scenario, catalogue } = context;
  const systems = [
    ...scenario
      .get("deliveries")
      .entries()
      .flatMap(([, delivery]) => [delivery.get("system"), ...delivery.get("newestOf").items()]),
    ...scenario.get("fleet").get("refresh").get("systems").items(),
  ];
  const chips = systems.flatMap((system) => {
    const chip = catalogue
      .get("systems")
      .get(system.text() ?? "")
      .get("chip")
      .text();
    return chip === undefined ? [] : [chip];
  });
  return [...new Set(chips)];
}

/** The day from which a price of a chip is asked for: the start, or the first day on which the chip may be there. */
function firstDayAt(context: Context, chip: string): string | undefined {
  const start = context.scenario.get("start").day();
  const available = context.world?.chips[chip]?.available;
  const first = available && isoDate(firstDayOf(available.low ?? available.date));
  return start !== undefined && first !== undefined && first > start ? first : start;
}

function checkContract(context: Context, contract: Reader): void {
  if (!contract.exists) return;
  checkEither(context, contract, "usdPerGwYear", "chipHours", false);
  checkPricePath(context, contract.get("usdPerGwYear"), context.scenario.get("start").day());
  const hours = contract.get("chipHours");
  const falls = contract.get("fallsPerYearOfAge");
  if (!hours.exists) {
    if ((falls.number() ?? 0) > 0)
      context.report(
        falls.path,
        "needs money.contract.chipHours: a GW-year has no generation",
        falls.number(),
      );
    return;
  }
  const stated = hours.get("usd");
  checkChipPaths(context, stated);
  const chips = context.catalogue.get("chips");
  const byList = ["list", "capacity-block"].includes(hours.get("by").text() ?? "");
  const listed = (chip: string): boolean => chips.get(chip).get("listUsdPerChipHour").exists;
  const missing = deliveredChips(context).filter(
    (chip) => !stated.get(chip).exists && !(byList && listed(chip)),
  );
  if (missing.length === 0) return;
  const have = chips
    .entries()
    .map(([id]) => id)
    .filter(listed);
  const unlisted = ` and whose list price the catalogue does not have; it has those of ${have.join(", ")}`;
  context.report(
    stated.path,
    `must have a price of ${missing.join(", ")}, which may be delivered${byList ? unlisted : ""}`,
    stated
      .entries()
      .map(([id]) => id)
      .join(", ") || "none",
  );
}

/** Prices by chip: chips the catalogue has, without gaps from the first day of each. */
function checkChipPaths(context: Context, paths: Reader): void {
  for (const [chip, path] of paths.entries()) {
    checkKnown(context, new Reader(chip, path.path), "chips");
    checkPricePath(context, path, firstDayAt(context, chip));
  }
}

function checkCosts(context: Context, money: Reader): void {
  const costs = money.get("costs");
  checkChipPaths(context, costs.get("chipUsd"));
  for (const [site, cost] of costs.get("buildingUsdPerMwBySite").entries())
    checkSiteKnown(context, new Reader(site, cost.path));
  for (const [region, path] of money.get("energy").get("usdPerMwh").entries()) {
    checkKnown(context, new Reader(region, path.path), "regions");
    checkPricePath(context, path, context.scenario.get("start").day());
  }
}

/** Limits on what has a price, in years that the run has. */
function checkLimits({ scenario, report }: Context, money: Reader): void {
  const limits = money.get("limits");
  const capital = limits.get("capitalUsdPerYear");
  if (capital.exists && !money.get("costs").exists)
    report(capital.path, "needs money.costs: no chip has a price that could reach it");
  const [start, end] = [scenario.get("start").day(), scenario.get("end").day()];
  if (start === undefined || end === undefined) return;
  const [first, last] = [start.slice(0, 4), end.slice(0, 4)];
  for (const limit of [capital, limits.get("spendUsdPerYear")])
    for (const [year, part] of limit.entries())
      if (/^\d{4}$/.test(year) && (year < first || year > last))
        report(part.path, `must be a year of the run, ${first} to ${last}`, year);
}

/** Factors on prices that are there. */
function checkTokenPrices(context: Context, prices: Reader): void {
  const inference = context.scenario.get("inference");
  const served = inference.exists
    ? [
        "main",
        ...inference
          .get("models")
          .entries()
          .map(([id]) => id),
      ]
    : [];
  for (const [id, path] of prices.entries()) {
    const model = id === "main" ? inference : inference.get("models").get(id);
    if (!served.includes(id))
      context.report(path.path, `must be main or one of inference.models${suggestion(id, served)}`, id);
    else if (!model.get("price").exists)
      context.report(path.path, `needs a list price to change: add ${model.path}.price`);
  }
}

function checkMoves(context: Context, money: Reader): void {
  const start = context.scenario.get("start").day();
  for (const [, move] of money.get("moves").entries()) {
    const at = move.get("at");
    const day = at.day();
    if (day !== undefined && start !== undefined && day < start)
      context.report(at.path, `must be on or after the start ${start}`, day);
    for (const site of move.get("sites").items()) checkSiteKnown(context, site);
    for (const system of move.get("systems").items()) checkKnown(context, system, "systems");
    for (const key of ["sites", "systems"]) {
      const list = move.get(key);
      if (Array.isArray(list.value) && list.value.length === 0)
        context.report(list.path, "must name one, or be left out for all", "none");
    }
  }
}
