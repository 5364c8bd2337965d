/** What a run meant in money: a pure function of what it did and of prices, so that prices change without another run. */
import type { MoneyModel } from "../model/money.ts";
import type { MoneyBasis } from "./basis.ts";
import { billOf, invoiceOf } from "./bill.ts";
import type { Invoice } from "./bill.ts";
import { bookCapital, bookFlows, Books } from "./books.ts";
import { capitalOf } from "./capital.ts";
import type { Capital } from "./capital.ts";
import { capitalClosings, flowClosings, flowedTo } from "./closings.ts";
import type { Recount } from "./closings.ts";
import { commitmentBooks, commitmentInfo } from "./commitment-info.ts";
import { consolidate } from "./consolidation.ts";
import { allStated, postCosts } from "./costs.ts";
import { afterDiscount, drawDown, eligibleCents, lacking } from "./drawdown.ts";
import type { Drawdown } from "./drawdown.ts";
import { energyOf } from "./energy.ts";
import { findingOf, notesOf } from "./finding.ts";
import { invest, measuresOf } from "./investment.ts";
import { Journal } from "./journal.ts";
import { ledgersOf, partyClosings } from "./ledgers.ts";
import type { Closing, MoneyInfo, PartyLedgers } from "./money-info.ts";
import { moveBills, moveInfo, postMoves, staying } from "./moves.ts";
import { partiesOf } from "./parties.ts";
import type { Parties } from "./parties.ts";
import { Periods } from "./periods.ts";
import { salesOf } from "./sales.ts";
import { add, sum } from "./tables.ts";
import { unitCosts } from "./unit-costs.ts";
import { valued } from "./valuation.ts";

/**
 * Settles a run. What nobody states (NaN) leaves its line out, and a note says so; it never counts as 0.
 * @throws {RangeError} where basis and model have other months
 */
export function settleMoney(basis: MoneyBasis, model: MoneyModel): MoneyInfo {
  if (basis.starts.length !== model.starts.length)
    throw new RangeError(
      `basis and model must have the same months (found ${basis.starts.length - 1} and ${model.starts.length - 1})`,
    );
  const periods = new Periods(model.starts);
  const parties = partiesOf(model);
  const { customer, provider } = parties;
  const journal = new Journal(parties.all, periods.count);
  const { commitment } = model;

  const bill = billOf(basis, model);
  const invoice = invoiceOf(bill, model, staying(model.moves, basis.pools.length, periods));
  journal.postAll("capacity", customer, provider, invoice.capacity);
  journal.postAll("energy-billed", customer, provider, invoice.energyBilled);
  const { sales, resellers, byModel } = salesOf(basis, model);
  journal.postAll("sales", parties.users, customer, sales);
  journal.postAll("reseller", customer, parties.resellers, resellers);
  const moves = moveBills(bill, model, basis.pools.length, periods);
  const ofMoves = postMoves(moves, journal, parties, periods);
  const drawn = drawnBy(basis, model, invoice, periods);
  if (drawn !== undefined && commitment !== undefined)
    journal.postAll("shortfall", commitment.payer, commitment.payee, drawn.drawdown.shortfall);
  const investment =
    model.investment === undefined
      ? undefined
      : invest(
          model.investment,
          measuresOf(basis, drawn?.eligible ?? invoice.capacity, sales, periods),
          commitment?.totalUsd,
          journal,
          parties,
          periods,
        );
  const capital = capitalOf(basis, model, periods);
  const upkeepByPool = postCosts(basis, model, invoice, capital, journal, parties);

  const books = bookFlows(journal.flows, parties.all.length, periods.count);
  const ofProvider = books[provider] ?? new Books(periods.count);
  if (capital !== undefined) bookCapital(ofProvider, capital);
  const { ledgers, closings } = close({
    journal,
    books,
    recounts: [
      ...(customer === provider
        ? []
        : [
            { kind: "capacity" as const, by: "pool", cents: sum(invoice.byPool[0]) },
            { kind: "energy-billed" as const, by: "pool", cents: sum(invoice.byPool[1]) },
          ]),
      { kind: "energy", by: "pool", cents: sum(invoice.byPool[2]) },
      { kind: "upkeep", by: "pool", cents: sum(upkeepByPool) },
      { kind: "sales", by: "model", cents: sum(byModel[0]) },
      { kind: "reseller", by: "model", cents: sum(byModel[1]) },
      ...ofMoves,
      { kind: "equity", by: "tranche", cents: investment?.cents ?? 0 },
    ],
    capital,
    parties,
    periods,
    model,
    drawn,
  });
  const consolidated = consolidate(
    journal.flows,
    [idOf(parties, customer), idOf(parties, provider)],
    [books[customer] ?? new Books(periods.count), ofProvider],
    periods.count,
  );
  const info =
    drawn === undefined || commitment === undefined
      ? undefined
      : commitmentInfo(commitment, drawn.drawdown, bill, basis.startEpochSeconds, periods, [
          idOf(parties, commitment.payer),
          idOf(parties, commitment.payee),
        ]);
  const told = {
    basis,
    model,
    periods,
    bill,
    capital,
    paidUsd: (sum(invoice.capacity) + sum(invoice.energyBilled)) / 100,
    commitment: info === undefined || drawn === undefined ? undefined : { info, drawdown: drawn.drawdown },
  };
  return {
    periods: model.periods,
    starts: periods.starts,
    parties: parties.all.map(({ id, name, outside }) => ({ id, name, outside })),
    customer: idOf(parties, customer),
    provider: idOf(parties, provider),
    flows: journal.flows.map(({ kind, label, from, to, cents }) => ({ kind, label, from, to, cents })),
    ledgers,
    closings: [...closings, ...consolidated.closings],
    consolidated: consolidated.rows,
    ...(info === undefined ? {} : { commitment: info }),
    ...(investment === undefined ? {} : { investment: investment.info }),
    unitCosts: unitCosts(basis, model, bill, capital),
    presentValue: valued(
      journal,
      parties,
      model,
      periods,
      capital !== undefined && allStated(capital, bill.energyUnstated, model) ? ofProvider : undefined,
    ),
    moves: moves.map((each) =>
      moveInfo(each, strandedBy(each.move.id, basis, model, bill, periods, drawn), periods),
    ),
    energy: energyOf(basis, model, bill),
    finding: findingOf(told),
    notes: notesOf(told),
  };
}

interface Drawn {
  readonly drawdown: Drawdown;
  /** Before and after the discount, whole cents by period. */
  readonly eligible: Float64Array;
  readonly spend: Float64Array;
}

const idOf = (parties: Parties, party: number): string => parties.all[party]?.id ?? "";

/** Only what the customer pays the provider can count: a commitment between others is drawn on by nothing. */
function drawnBy(
  basis: MoneyBasis,
  model: MoneyModel,
  invoice: Invoice,
  periods: Periods,
): Drawn | undefined {
  const { commitment } = model;
  if (commitment === undefined) return undefined;
  const { payer, payee } = commitment;
  const eligible =
    payer === model.customer && payee === model.provider
      ? eligibleCents(commitment, basis, invoice)
      : new Float64Array(periods.count);
  const spend = afterDiscount(commitment, eligible);
  return { drawdown: drawDown(commitment, basis.startEpochSeconds, spend, periods), eligible, spend };
}

/** USD that floors lack because of one move: with all moves less with the others alone. */
function strandedBy(
  move: string,
  basis: MoneyBasis,
  model: MoneyModel,
  bill: ReturnType<typeof billOf>,
  periods: Periods,
  drawn: Drawn | undefined,
): number {
  const { commitment } = model;
  if (drawn === undefined || commitment === undefined) return 0;
  const others = model.moves.filter(({ id }) => id !== move);
  const invoice = invoiceOf(bill, model, staying(others, basis.pools.length, periods));
  const without = drawnBy(basis, model, invoice, periods);
  if (without === undefined) return 0;
  const [more, less] = [drawn, without].map((each) => lacking(commitment, each.drawdown, periods));
  return Math.max(0, Math.round((more ?? 0) - (less ?? 0))) / 100;
}

interface Closed {
  readonly journal: Journal;
  readonly books: readonly Books[];
  readonly recounts: readonly Recount[];
  readonly capital: Capital | undefined;
  readonly parties: Parties;
  readonly periods: Periods;
  readonly model: MoneyModel;
  readonly drawn: Drawn | undefined;
}

/** The parties' ledgers, and every check of two counts. */
function close({ journal, books, recounts, capital, parties, periods, model, drawn }: Closed): {
  readonly ledgers: readonly PartyLedgers[];
  readonly closings: readonly Closing[];
} {
  const { count } = periods;
  const { commitment } = model;
  const { provider } = parties;
  const closings: Closing[] = [...flowClosings(journal, books, recounts, count)];
  const promised =
    drawn === undefined || commitment === undefined
      ? undefined
      : commitmentBooks(commitment, drawn.drawdown, drawn.spend, shortfallOf(journal, count), periods, [
          idOf(parties, commitment.payer),
          idOf(parties, commitment.payee),
        ]);
  closings.push(...(promised?.closings ?? []));
  let outsideWorst = 0;
  const ledgers = parties.all.flatMap(({ id, name, outside }, i): PartyLedgers[] => {
    const own = books[i];
    if (own === undefined) return [];
    const shown = ledgersOf(own);
    const checks = partyClosings(id, shown, own, flowedTo(journal, i, count));
    if (outside) {
      for (const { worstCents } of checks) outsideWorst = Math.max(outsideWorst, worstCents);
      return [];
    }
    closings.push(...checks);
    const side =
      i === commitment?.payer ? promised?.payer : i === commitment?.payee ? promised?.payee : undefined;
    return [{ party: id, name, ...shown, ...(side === undefined ? {} : { commitment: side }) }];
  });
  closings.push({
    what: "what the world outside pays and receives",
    party: "outside",
    worstCents: outsideWorst,
  });
  const ofProvider = books[provider];
  if (capital !== undefined && ofProvider !== undefined)
    closings.push(...capitalClosings(idOf(parties, provider), ofProvider, capital, count));
  return { ledgers, closings };
}

/** What reached the payee as shortfall, from the flows. */
function shortfallOf({ flows }: Journal, periods: number): Float64Array {
  const row = new Float64Array(periods);
  for (const { kind, cents } of flows)
    if (kind === "shortfall") cents.forEach((amount, p) => add(row, p, amount));
  return row;
}
