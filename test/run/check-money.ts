// What must hold of the money of any run, counted again from its basis, its prices and its flows alone.
import { settleMoney } from "../../src/economics/index.ts";
import type { Flow, MoneyBasis, MoneyInfo, PartyLedgers } from "../../src/index.ts";
import type { Model, MoneyModel } from "../../src/model/types.ts";
import type { Result } from "../../src/results/types.ts";
import { Faults } from "./faults.ts";

const HOUR = 3600;
const YEAR = 365.25 * 86_400;
/** Each posting is rounded to whole cents once. */
const HALF_CENT = 0.5;

type Row = ArrayLike<number>;
const at = (row: Row, i: number): number => row[i] ?? NaN;
const sum = (row: Row): number => Array.from(row).reduce((all, each) => all + each, 0);

export function moneyFaults(model: Model, result: Result): string[] {
  const faults = new Faults();
  if (model.money === undefined || result.money === undefined) {
    if ((model.money === undefined) !== (result.money === undefined))
      faults.add("money is there on one side only");
    return faults.list;
  }
  const { basis, info } = result.money;
  const check = new Check(faults, model, model.money, basis, info);
  check.closings();
  check.flows();
  check.ledgers();
  check.consolidated();
  check.capacity();
  check.energyAndSales();
  check.capital();
  check.commitment();
  check.investment();
  check.limits();
  check.equityApart();
  return faults.list;
}

class Check {
  private readonly faults: Faults;
  private readonly model: Model;
  private readonly money: MoneyModel;
  private readonly basis: MoneyBasis;
  private readonly info: MoneyInfo;
  private readonly count: number;

  constructor(faults: Faults, model: Model, money: MoneyModel, basis: MoneyBasis, info: MoneyInfo) {
    this.faults = faults;
    this.model = model;
    this.money = money;
    this.basis = basis;
    this.info = info;
    this.count = money.periods.length;
  }

  private near(what: string, found: number, expected: number, slack: number): void {
    // Sums of a few hundred thousand doubles, beside their rounding to cents.
    if (!(Math.abs(found - expected) <= slack + 1e-9 * Math.max(Math.abs(found), Math.abs(expected))))
      this.faults.add(`money: ${what}: ${found}, expected ${expected} (within ${slack})`);
  }

  private atMost(what: string, found: number, most: number, slack = 0): void {
    if (!(found <= most + slack)) this.faults.add(`money: ${what}: ${found} of at most ${most}`);
  }

  /** Cents by period of flows that are so. */
  private cents(is: (flow: Flow) => boolean): Float64Array {
    const row = new Float64Array(this.count);
    for (const flow of this.info.flows)
      if (is(flow)) for (let p = 0; p < this.count; p++) row[p] = at(row, p) + at(flow.cents, p);
    return row;
  }

  private readonly kind = (...kinds: readonly Flow["kind"][]): Float64Array =>
    this.cents((flow) => kinds.includes(flow.kind));

  closings(): void {
    for (const { what, party, worstCents } of this.info.closings)
      if (worstCents !== 0) this.faults.add(`money: ${party}: ${what} is ${worstCents} cents off`);
    if (this.info.closings.length < 10) this.faults.add("money: too few closings");
  }

  flows(): void {
    const ids = new Set(this.info.parties.map(({ id }) => id));
    for (const { kind, from, to, cents } of this.info.flows) {
      if (!ids.has(from) || !ids.has(to) || from === to)
        this.faults.add(`money: ${kind} from ${from} to ${to}`);
      if (cents.length !== this.count) this.faults.add(`money: ${kind} has ${cents.length} periods`);
      for (const amount of cents)
        if (!Number.isSafeInteger(amount) || amount < 0) this.faults.add(`money: ${kind} of ${amount} cents`);
    }
  }

  ledgers(): void {
    const { info, count } = this;
    const shown = info.parties.filter(({ outside }) => !outside);
    if (info.ledgers.length !== shown.length) this.faults.add("money: a party has no ledger");
    for (const ledger of info.ledgers) this.ledger(ledger);
    // Dollars in are dollars out: what all own parties lack is with the outside world, in each period.
    const outside = new Set(info.parties.filter((each) => each.outside).map(({ id }) => id));
    const reached = this.cents(({ to }) => outside.has(to));
    const left = this.cents(({ from }) => outside.has(from));
    for (let p = 0; p < count; p++) {
      const own = info.ledgers.reduce((all, { cash }) => all + at(cash.received, p) - at(cash.paid, p), 0);
      if (own + at(reached, p) - at(left, p) !== 0)
        this.faults.add(`money: period ${p}: net of all parties is not 0`);
    }
  }

  private ledger({ party, cash, accrual: a }: PartyLedgers): void {
    const { count, faults } = this;
    const same = (what: string, found: number, expected: number): void => {
      if (found !== expected) faults.add(`money: ${party}: ${what}: ${found} cents, expected ${expected}`);
    };
    const to = this.cents((flow) => flow.to === party);
    const from = this.cents((flow) => flow.from === party);
    const stake = (side: "from" | "to"): Float64Array =>
      this.cents((flow) => flow[side] === party && flow.kind === "equity");
    const [raised, staked] = [stake("to"), stake("from")];
    const bought = this.cents(
      (flow) => flow.from === party && ["chips", "buildings", "retrofit"].includes(flow.kind),
    );
    let [balance, profits, held, equity, assets] = [0, 0, 0, NaN, NaN];
    for (let p = 0; p < count; p++) {
      same(`received in ${p}`, at(cash.received, p), at(to, p));
      same(`paid in ${p}`, at(cash.paid, p), at(from, p));
      same(`opening of ${p}`, at(cash.opening, p), balance);
      balance += at(to, p) - at(from, p);
      same(`cash after ${p}`, at(cash.closing, p), balance);
      same(`cash and debt after ${p}`, at(a.cash, p) - at(a.liabilities, p), balance);
      if (at(a.cash, p) < 0 || at(a.liabilities, p) < 0 || at(a.cash, p) * at(a.liabilities, p) !== 0)
        faults.add(`money: ${party}: cash ${at(a.cash, p)} beside debt ${at(a.liabilities, p)}`);
      same(`income of ${p}`, at(a.income, p), at(to, p) - at(raised, p));
      same(`expense of ${p}`, at(a.expense, p), at(from, p) - at(bought, p) - at(staked, p));
      same(`profit of ${p}`, at(a.profit, p), at(a.income, p) - at(a.expense, p) - at(a.depreciation, p));
      profits += at(a.profit, p);
      same(`retained after ${p}`, at(a.retained, p), profits);
      held += at(staked, p);
      same(`holdings after ${p}`, at(a.holdings, p), held);
      const own = at(a.paidIn, p) - at(raised, p);
      if (p > 0) same(`paid in during ${p}`, own, equity);
      equity = at(a.paidIn, p);
      const lasting = at(a.prepaid, p) + at(a.fixed, p);
      if (p > 0) same(`assets after ${p}`, lasting, assets + at(bought, p) - at(a.depreciation, p));
      assets = lasting;
      if (at(a.prepaid, p) < 0 || at(a.fixed, p) < 0 || at(a.depreciation, p) < 0)
        faults.add(`money: ${party}: an asset or its depreciation is below 0 in ${p}`);
      same(
        `balance after ${p}`,
        at(a.cash, p) + lasting + at(a.holdings, p),
        at(a.liabilities, p) + at(a.paidIn, p) + at(a.retained, p),
      );
    }
  }

  /** Sum of the two parties less what passes between them. */
  consolidated(): void {
    const { info, count } = this;
    const two = new Set([info.customer, info.provider]);
    const between = this.cents(({ from, to }) => two.has(from) && two.has(to));
    const ledgers = info.ledgers.filter(({ party }) => two.has(party));
    for (let p = 0; p < count; p++) {
      const all = (key: "received" | "paid"): number =>
        ledgers.reduce((total, { cash }) => total + at(cash[key], p), 0);
      const { received, paid, eliminated } = info.consolidated;
      if (at(eliminated, p) !== at(between, p))
        this.faults.add(`money: eliminated in ${p} is not what passes between`);
      if (at(received, p) !== all("received") - at(between, p))
        this.faults.add(`money: consolidated receipts of ${p}`);
      if (at(paid, p) !== all("paid") - at(between, p))
        this.faults.add(`money: consolidated payments of ${p}`);
    }
  }

  /** The bill before moves, from chip-hours or GW-years and prices. */
  private bill(p: number): number {
    const { basis, money, count } = this;
    const { pays, usdPerGwYear, usdPerChipHour } = money.contract;
    return basis.pools.reduce((usd, pool, k) => {
      const i = k * count + p;
      const used = at(basis.trainingChipHours, i) + at(basis.servingChipHours, i);
      const hours = Math.max(used, at(basis.inServiceChipHours, i));
      const price = usdPerChipHour === undefined ? at(usdPerGwYear ?? [], p) : at(usdPerChipHour, i);
      if (Number.isNaN(price)) return usd;
      if (usdPerChipHour !== undefined) return usd + price * (pays === "used" ? used : hours);
      const gwYears = at(basis.gwYears, i);
      if (pays === "installed") return usd + price * gwYears;
      if (hours <= 0) return usd;
      const drawn = (used * HOUR * pool.wattsPerChip * pool.peakPue) / (1e9 * YEAR);
      return usd + price * Math.min((gwYears * used) / hours, drawn);
    }, 0);
  }

  capacity(): void {
    const paid = this.kind("capacity");
    const slack = 3 * HALF_CENT * this.basis.pools.length;
    for (let p = 0; p < this.count; p++) {
      const whole = 100 * this.bill(p);
      if (this.money.moves.length === 0) this.near(`capacity of ${p}`, at(paid, p), whole, slack);
      else this.atMost(`capacity of ${p} after moves`, at(paid, p), whole * (1 + 1e-9), slack);
    }
  }

  energyAndSales(): void {
    const { basis, money, count } = this;
    const bought = this.kind("energy");
    const billed = this.kind("energy-billed");
    const apart = money.contract.energy === "apart";
    const sales = this.kind("sales");
    const kept = this.kind("reseller");
    const shares = basis.paths.reduce((all, { share }) => all + share, 0);
    const mean = (value: (path: MoneyBasis["paths"][number]) => number): number =>
      basis.paths.reduce((all, path) => all + path.share * value(path), 0) / shares;
    const factor = shares > 0 ? mean(({ price }) => price) : 1;
    const cut = shares > 0 ? mean(({ price, resellerShare }) => price * resellerShare) : 0;
    for (let p = 0; p < count; p++) {
      const usd = basis.pools.reduce((all, pool, k) => {
        const price = at(money.usdPerMwh, pool.site * count + p);
        return Number.isNaN(price) ? all : all + price * at(basis.facilityMwh, k * count + p);
      }, 0);
      const slack = HALF_CENT * basis.pools.length;
      this.near(`energy of ${p}`, at(bought, p), 100 * usd, slack);
      if (!apart) this.near(`energy billed in ${p}`, at(billed, p), 0, 0);
      else this.atMost(`energy billed in ${p}`, at(billed, p), at(bought, p));
      const list = basis.servedModels.reduce((all, _, m) => {
        const each = at(basis.salesUsd, m * count + p) * at(money.tokenPrice, m * count + p);
        return each > 0 ? all + each : all;
      }, 0);
      const models = HALF_CENT * basis.servedModels.length;
      this.near(`sales of ${p}`, at(sales, p), 100 * list * factor, models);
      this.near(`resellers' share of ${p}`, at(kept, p), 100 * list * cut, models);
    }
    for (const { site, facilityMwh, tonnesCo2, waterCubicMetres } of this.info.energy) {
      const s = basis.sites.findIndex(({ id }) => id === site);
      const of = (table: Row): number =>
        basis.pools.reduce(
          (all, pool, k) =>
            pool.site === s ? all + sum(Array.from(table).slice(k * count, (k + 1) * count)) : all,
          0,
        );
      this.near(`MWh of ${site}`, facilityMwh, of(basis.facilityMwh), 1e-9);
      if (tonnesCo2 !== undefined)
        this.near(
          `tCO2 of ${site}`,
          tonnesCo2,
          (of(basis.facilityMwh) * at(money.gramsCo2PerKwh, s)) / 1000,
          1e-9,
        );
      if (waterCubicMetres !== undefined)
        this.near(
          `water of ${site}`,
          waterCubicMetres,
          of(basis.itMwh) * at(money.waterLitresPerKwh, s),
          1e-9,
        );
    }
  }

  /** Month in which what arrives in another is paid; -1: before the run. */
  private paidIn(arrives: number): number {
    const { starts } = this.money;
    const middle = (at(starts, arrives) + at(starts, arrives + 1)) / 2;
    const paid = middle - (this.money.costs?.paidBeforeSeconds ?? 0);
    return paid < 0 ? -1 : Array.from(starts).filter((start) => start <= paid).length - 1;
  }

  capital(): void {
    const { basis, money, count, info } = this;
    const { costs } = money;
    const chips = this.kind("chips");
    const halls = this.kind("buildings", "retrofit");
    const ledger = info.ledgers.find(({ party }) => party === info.provider);
    if (costs === undefined) {
      if (sum(chips) + sum(halls) + sum(this.kind("upkeep")) !== 0)
        this.faults.add("money: costs nobody stated");
      return;
    }
    const paid = new Float64Array(count);
    let [bought, standing] = [0, 0];
    basis.pools.forEach((pool, k) => {
      for (let p = 0; p < count; p++) {
        const usd = at(basis.arrivedChips, k * count + p) * at(costs.chipUsd, k * count + p);
        if (!(usd > 0)) continue;
        bought += usd;
        const month = this.paidIn(p);
        if (month >= 0) paid[month] = at(paid, month) + usd;
      }
      const price = at(costs.chipUsd, k * count);
      for (const row of pool.standing)
        if (!Number.isNaN(price))
          standing += row.chips * price * Math.max(0, 1 - row.ageSeconds / costs.chipLifeSeconds);
    });
    const cells = basis.pools.length * count * HALF_CENT;
    for (let p = 0; p < count; p++) this.near(`chips paid in ${p}`, at(chips, p), 100 * at(paid, p), cells);
    basis.sites.forEach((site, s) => {
      const price = at(costs.buildingUsdPerWatt, s);
      if (!Number.isNaN(price)) standing += site.standingWatts * price;
      for (let p = 0; p < count; p++) {
        if (!Number.isNaN(price)) bought += Math.max(0, at(basis.readyWatts, s * count + p)) * price;
        const retrofit = at(basis.retrofitUsd, s * count + p);
        if (!Number.isNaN(retrofit)) bought += Math.max(0, retrofit);
      }
    });
    if (ledger === undefined) return;
    const { depreciation, fixed, prepaid } = ledger.accrual;
    const slack = cells + 2 * basis.sites.length * count + 10 * basis.pools.length;
    const end = count - 1;
    // All that was ever there is written off, or left.
    this.near(
      "capital = written off + left",
      sum(depreciation) + at(fixed, end) + at(prepaid, end),
      100 * (bought + standing),
      slack,
    );
    this.atMost("written off", sum(depreciation), 100 * (bought + standing), slack);
  }

  commitment(): void {
    const { info, money, count } = this;
    const { commitment } = info;
    const spec = money.commitment;
    const paid = this.kind("shortfall");
    if (commitment === undefined || spec === undefined) {
      if (sum(paid) !== 0) this.faults.add("money: a shortfall of no commitment");
      return;
    }
    const slack = 2 * commitment.years.length + 2;
    this.near("shortfall paid", sum(paid), 100 * sum(commitment.years.map((y) => y.shortfallUsd)), 0.01);
    this.near("shortfall shown", commitment.shortfallUsd, sum(paid) / 100, 1e-6);
    // Each year from its own row.
    const { floorsUsd, trueUp, carriesOver, totalUsd } = spec;
    commitment.years.forEach((year, y) => this.near(`floor of ${y}`, year.floorUsd, at(floorsUsd, y), 0.01));
    const all =
      commitment.years.every(({ settled }) => settled) && commitment.years.length === floorsUsd.length;
    if (trueUp === "none") this.near("nothing is owed", sum(paid), 0, 0);
    if (trueUp === "cumulative") {
      const counted = sum(commitment.years.map((y) => y.countedUsd));
      this.near("owed over the term", sum(paid), all ? 100 * Math.max(0, totalUsd - counted) : 0, slack);
    }
    if (trueUp === "annual") {
      let carry = 0;
      for (const [y, { countedUsd, floorUsd, shortfallUsd, settled }] of commitment.years.entries()) {
        if (!settled) {
          this.near(`an open year ${y} owes nothing`, shortfallUsd, 0, 0);
          continue;
        }
        const last = y === floorsUsd.length - 1;
        const lacks = Math.max(0, floorUsd - countedUsd - carry);
        if (!last) this.near(`owed for year ${y}`, shortfallUsd, lacks, 0.02);
        else this.atMost(`least owed for year ${y}`, lacks, shortfallUsd, 0.02);
        carry = carriesOver ? Math.max(0, carry + countedUsd - floorUsd) : 0;
      }
    }
    // What counts is no more than what was billed, less discount; all of it where all of it counts.
    const eligible = this.cents(
      ({ kind, from, to }) =>
        (kind === "capacity" || kind === "energy-billed") &&
        from === commitment.payer &&
        to === commitment.payee,
    );
    const counted = Float64Array.from(
      commitment.countedUsd,
      (usd, p) => 100 * (usd - (p === 0 ? 0 : at(commitment.countedUsd, p - 1))),
    );
    const { training, serving, idle, energy, withoutPaths } = spec.eligible;
    const whole = training && serving && idle && energy && withoutPaths.length === 0;
    const ends = termEnds(this.basis.startEpochSeconds, spec.startSeconds, floorsUsd.length);
    for (let p = 0; p < count; p++) {
      const [from, to] = [at(money.starts, p), at(money.starts, p + 1)];
      const share = Math.max(0, Math.min(to, ends[1]) - Math.max(from, ends[0])) / (to - from);
      const most = at(eligible, p) * (1 - spec.discount) * share;
      if (whole) this.near(`counted in ${p}`, at(counted, p), most, slack);
      else this.atMost(`counted in ${p}`, at(counted, p), most * (1 + 1e-9), slack);
    }
    for (const { party, commitment: own } of info.ledgers) {
      if (own === undefined) continue;
      let left = Math.round(100 * totalUsd);
      for (let p = 0; p < count; p++) {
        if (at(own.opening, p) !== left)
          this.faults.add(`money: ${party}: commitment opens ${p} with another sum`);
        left = Math.max(0, left - at(own.counted, p) - at(own.shortfall, p));
        if (at(own.closing, p) !== left)
          this.faults.add(`money: ${party}: commitment after ${p}: ${at(own.closing, p)}, expected ${left}`);
      }
    }
    const reached = commitment.exhaustedSeconds !== undefined;
    if (totalUsd > 0 && reached !== at(commitment.countedUsd, count - 1) >= Math.round(100 * totalUsd) / 100)
      this.faults.add("money: exhausted, and not, at the same time");
  }

  investment(): void {
    const { info } = this;
    const paid = sum(this.kind("equity"));
    const tranches = info.investment?.tranches ?? [];
    const unlocked = tranches.filter(({ unlockedSeconds = -1 }) => unlockedSeconds >= 0);
    this.near(
      "equity",
      paid,
      100 * sum(unlocked.map(({ amountUsd }) => amountUsd)),
      HALF_CENT * tranches.length,
    );
    if (info.investment?.circularity !== undefined) {
      const had = tranches.filter(({ unlockedSeconds }) => unlockedSeconds !== undefined);
      const all = sum(had.map(({ amountUsd }) => amountUsd)) + (this.money.investment?.earlierUsd ?? NaN);
      this.near(
        "circularity",
        info.investment.circularity,
        all / (this.money.commitment?.totalUsd ?? NaN),
        1e-12,
      );
    }
  }

  /** No calendar year pays or is billed more than its limit. */
  limits(): void {
    const { model, money, count } = this;
    const { limits } = model;
    if (limits === undefined) return;
    const slack = HALF_CENT * model.pools.length * 12 + 1;
    const perYear = (row: Row): ReadonlyMap<string, number> => {
      const years = new Map<string, number>();
      for (let p = 0; p < count; p++) {
        const year = (money.periods[p] ?? "").slice(0, 4);
        years.set(year, (years.get(year) ?? 0) + at(row, p));
      }
      return years;
    };
    if (limits.capital !== undefined)
      for (const [year, cents] of perYear(this.kind("chips")))
        this.atMost(
          `capital of ${year}`,
          cents,
          100 * at(limits.capital.usd, limits.years.indexOf(year)),
          slack,
        );
    // What stood before may exceed it alone; chips that wait for a hall are billed longer than they were counted.
    const stood = this.basis.pools.some(({ standing }) => standing.length > 0);
    if (limits.spend === undefined || stood || model.lifeSeconds < Infinity) return;
    for (const [year, cents] of perYear(this.kind("capacity")))
      this.atMost(
        `spend of ${year}`,
        cents,
        100 * at(limits.spend.usd, limits.years.indexOf(year)) * (1 + 1e-9),
        3 * slack,
      );
  }

  /** Ten times the equity, or none: unit costs are the same to the last digit. */
  equityApart(): void {
    const { basis, money, info, faults } = this;
    const text = JSON.stringify(info.unitCosts);
    for (const { usdPerMtok, usdPerExaflopDay, usdPerGwYear, usdPerChipHour, id } of info.unitCosts)
      for (const usd of [usdPerMtok, usdPerExaflopDay, usdPerGwYear, usdPerChipHour])
        if (usd !== undefined && !(usd >= 0 && usd < Infinity))
          faults.add(`money: unit cost of ${id}: ${usd}`);
    if (money.investment === undefined) return;
    const tranches = money.investment.tranches.map((each) => ({ ...each, amountUsd: 10 * each.amountUsd }));
    const more = settleMoney(basis, { ...money, investment: { ...money.investment, tranches } });
    if (JSON.stringify(more.unitCosts) !== text) faults.add("money: equity is in a unit cost");
    const none = settleMoney(basis, { ...money, investment: undefined });
    if (JSON.stringify(none.unitCosts) !== text) faults.add("money: equity is in a unit cost");
    if (JSON.stringify(none.presentValue) !== JSON.stringify(info.presentValue))
      faults.add("money: equity is in a present value");
  }
}

/** First and last moment of a term of whole years, seconds from the start of the run. */
function termEnds(startEpochSeconds: number, startSeconds: number, years: number): readonly [number, number] {
  const end = new Date((startEpochSeconds + startSeconds) * 1000);
  end.setUTCFullYear(end.getUTCFullYear() + years);
  return [startSeconds, end.getTime() / 1000 - startEpochSeconds];
}
