// What must hold of the money of any run, counted again from its basis, its prices and its flows alone.
import { settleMoney } from "../../src/economics/index.ts";
import type { Flow, MoneyBasis, MoneyInfo, PartyLedgers } from "../../src/index.ts";
import type { Model, MoneyModel } from "../../src/model/types.ts";
import type { Result } from "../../src/results/types.ts";
import { Faults } from "./faults.ts";

const HOUR = 3600;
const YEAR = 365.25 * 86_400;
/** Of overlaps and of software that matures. */
const MONTH = 730 * HOUR;
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
  check.values();
  check.commitment();
  check.investment();
  check.limits();
  check.equityApart();
  return faults.list;
}

/** Bought together. Seconds; months from the start, paid in -1: before the run, -2: it stood before; parts left by month. */
interface Lot {
  readonly chip: boolean;
  readonly since: number;
  readonly month: number;
  readonly paid: number;
  readonly usd: number;
  readonly life: number;
  readonly left: Float64Array;
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

  /** USD of a pool's capacity before moves, from chip-hours or GW-years and prices. */
  private bill(k: number, p: number): number {
    const { basis, money, count } = this;
    const { pays, usdPerGwYear, usdPerChipHour } = money.contract;
    const pool = basis.pools[k];
    const i = k * count + p;
    const used = at(basis.trainingChipHours, i) + at(basis.servingChipHours, i);
    const hours = Math.max(used, at(basis.inServiceChipHours, i));
    const price = usdPerChipHour === undefined ? at(usdPerGwYear ?? [], p) : at(usdPerChipHour, i);
    if (Number.isNaN(price) || pool === undefined) return 0;
    if (usdPerChipHour !== undefined) return price * (pays === "used" ? used : hours);
    const gwYears = at(basis.gwYears, i);
    if (pays === "installed") return price * gwYears;
    if (hours <= 0) return 0;
    const drawn = (used * HOUR * pool.wattsPerChip * pool.peakPue) / (1e9 * YEAR);
    return price * Math.min((gwYears * used) / hours, drawn);
  }

  private energyUsd(k: number, p: number): number {
    const price = at(this.money.usdPerMwh, (this.basis.pools[k]?.site ?? NaN) * this.count + p);
    return Number.isNaN(price) ? 0 : price * at(this.basis.facilityMwh, k * this.count + p);
  }

  /** Part of a month that comes after a moment. */
  private after(p: number, moment: number): number {
    const [from, to] = [at(this.money.starts, p), at(this.money.starts, p + 1)];
    return Math.min(1, Math.max(0, (to - moment) / (to - from)));
  }

  /** What stays here and what is paid elsewhere: each move takes its share of what those before it left. */
  capacity(): void {
    const { money, basis, count } = this;
    const paid = this.kind("capacity");
    const billed = this.kind("energy-billed");
    const elsewhere = this.kind("elsewhere");
    const apart = money.contract.energy === "apart";
    const moves = money.moves.toSorted((a, b) => a.atSeconds - b.atSeconds);
    const slack = 3 * HALF_CENT * basis.pools.length;
    for (let p = 0; p < count; p++) {
      let [stays, energy, left] = [0, 0, 0];
      for (let k = 0; k < basis.pools.length; k++) {
        const whole = this.bill(k, p) + (apart ? this.energyUsd(k, p) : 0);
        let [here, share] = [1, 1];
        for (const move of moves) {
          if (move.pools.length > 0 && !move.pools.includes(k)) continue;
          here *= 1 - move.share * this.after(p, move.atSeconds + move.overlapMonths * MONTH);
          const rate = move.priceRatio * (1 + this.lost(move, p) + move.tax);
          left += whole * share * move.share * this.after(p, move.atSeconds) * rate;
          share *= 1 - move.share;
        }
        stays += this.bill(k, p) * here;
        energy += apart ? this.energyUsd(k, p) * here : 0;
      }
      this.near(`capacity of ${p}`, at(paid, p), 100 * stays, slack);
      this.near(`energy billed in ${p}`, at(billed, p), 100 * energy, slack);
      // The thousand points are within a millionth.
      this.near(
        `paid elsewhere in ${p}`,
        at(elsewhere, p),
        100 * left,
        HALF_CENT * moves.length + 1e-4 * left,
      );
    }
    const once = (kind: "portingUsd" | "egressUsd"): number =>
      100 * sum(moves.map((move) => (move.to === money.customer ? 0 : move[kind])));
    this.near("porting", sum(this.kind("porting")), once("portingUsd"), HALF_CENT * moves.length);
    this.near("egress", sum(this.kind("egress")), once("egressUsd"), HALF_CENT * moves.length);
  }

  /** Mean of what software lacks in a month after a move: a thousand points of its exponential. */
  private lost({ ramp, atSeconds }: MoneyModel["moves"][number], p: number): number {
    if (ramp === undefined) return 0;
    const from = Math.max(at(this.money.starts, p), atSeconds);
    const to = at(this.money.starts, p + 1);
    if (to <= from) return 0;
    const points = 1000;
    let all = 0;
    for (let i = 0; i < points; i++) {
      const months = (from + ((to - from) * (i + 0.5)) / points - atSeconds) / MONTH;
      all += (1 - ramp.initial) * Math.exp(-months / ramp.months);
    }
    return all / points;
  }

  /** Value today of what the customer pays and the provider keeps, and the rate at which the latter is nothing. */
  values(): void {
    const { info, money, count } = this;
    const { customerPaysUsd, providerUsd, providerReturnPerYear } = info.presentValue;
    const net = (p: number, is: (flow: Flow) => number): number =>
      info.flows.reduce((usd, flow) => usd + (is(flow) * at(flow.cents, p)) / 100, 0);
    const months = Array.from({ length: count }, (_, p) => p);
    const worth = (is: (flow: Flow) => number): number =>
      sum(months.map((p) => net(p, is) * at(money.discountFactor, p)));
    const pays = ({ from, kind }: Flow): number =>
      from === info.customer && kind !== "equity" && kind !== "reseller" ? 1 : 0;
    this.near("value of what the customer pays", customerPaysUsd, worth(pays), 1e-6);
    if (providerUsd === undefined) return;
    const keeps = ({ from, to, kind }: Flow): number =>
      kind === "equity" ? 0 : Number(to === info.provider) - Number(from === info.provider);
    const lots = [...this.chipLots(), ...this.hallLots()];
    const before = sum(
      lots.map(({ paid, usd, since, life }) =>
        paid >= 0 ? 0 : usd * Math.max(0, 1 + Math.min(0, since) / life),
      ),
    );
    const ledger = info.ledgers.find(({ party }) => party === info.provider);
    if (ledger === undefined) return;
    const rest = (at(ledger.accrual.fixed, count - 1) + at(ledger.accrual.prepaid, count - 1)) / 100;
    const years = at(money.starts, count) / YEAR;
    this.near(
      "value of what the provider keeps",
      providerUsd,
      worth(keeps) - before + rest * (1 + money.discountPerYear) ** -years,
      0.05 * (lots.length + 1),
    );
    if (providerReturnPerYear === undefined) return;
    const flows = months.map((p) => ({ usd: net(p, keeps), years: this.middle(p) / YEAR }));
    const valueAt = (rate: number): number =>
      sum(flows.map((each) => each.usd * (1 + rate) ** -each.years)) - before + rest * (1 + rate) ** -years;
    // It changes sign there.
    const [low, high] = [valueAt(providerReturnPerYear - 1e-5), valueAt(providerReturnPerYear + 1e-5)];
    if (low * high > 0 && Math.abs(low) > 0.05 * (lots.length + 1))
      this.faults.add(
        `money: at the provider's return ${providerReturnPerYear} its value is ${low} to ${high}`,
      );
  }

  energyAndSales(): void {
    const { basis, money, count } = this;
    const bought = this.kind("energy");
    const billed = this.kind("energy-billed");
    const sales = this.kind("sales");
    const kept = this.kind("reseller");
    const shares = basis.paths.reduce((all, { share }) => all + share, 0);
    const mean = (value: (path: MoneyBasis["paths"][number]) => number): number =>
      basis.paths.reduce((all, path) => all + path.share * value(path), 0) / shares;
    const factor = shares > 0 ? mean(({ price }) => price) : 1;
    const cut = shares > 0 ? mean(({ price, resellerShare }) => price * resellerShare) : 0;
    for (let p = 0; p < count; p++) {
      const usd = basis.pools.reduce((all, _, k) => all + this.energyUsd(k, p), 0);
      const slack = HALF_CENT * basis.pools.length;
      this.near(`energy of ${p}`, at(bought, p), 100 * usd, slack);
      this.atMost(`energy billed in ${p}`, at(billed, p), at(bought, p));
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
    const paid = this.middle(arrives) - (this.money.costs?.paidBeforeSeconds ?? 0);
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
    const lots = [...this.chipLots(), ...this.hallLots()];
    const cells = (basis.pools.length + 2 * basis.sites.length) * count * HALF_CENT;
    for (let p = 0; p < count; p++) {
      const paidIn = (chip: boolean): number =>
        100 * sum(lots.filter((lot) => lot.chip === chip && lot.paid === p).map(({ usd }) => usd));
      this.near(`chips paid in ${p}`, at(chips, p), paidIn(true), cells);
      this.near(`halls paid in ${p}`, at(halls, p), paidIn(false), cells);
    }
    if (ledger === undefined) return;
    const { fixed, prepaid, depreciation } = ledger.accrual;
    // What is left of each lot, and what is paid and not yet there, month by month.
    const slack = 4 * lots.length + cells;
    let [ahead, carried] = [0, 0];
    for (let p = 0; p < count; p++) {
      const end = at(money.starts, p + 1);
      ahead = 100 * sum(lots.filter((lot) => lot.paid <= p && lot.month > p).map(({ usd }) => usd));
      const there = lots.filter(({ month }) => month <= p);
      carried =
        100 *
        sum(
          there.map(
            ({ usd, since, life, left }) =>
              usd * at(left, p) * Math.max(0, 1 - Math.max(0, end - since) / life),
          ),
        );
      this.near(`paid ahead after ${p}`, at(prepaid, p), ahead, slack);
      this.near(`fixed assets after ${p}`, at(fixed, p), carried, slack);
    }
    const opened = lots.map(
      ({ usd, since, life }) => usd * Math.min(1, Math.max(0, 1 + Math.min(0, since) / life)),
    );
    this.near(
      "all is written off or left",
      sum(depreciation),
      100 * sum(opened) - ahead - carried,
      3 * slack,
    );
    this.atMost("written off", sum(depreciation), 100 * sum(opened), slack);
  }

  /** Chips bought together: standing ones by age, others in the middle of their month; the oldest leave first. */
  private chipLots(): Lot[] {
    const { basis, money, count } = this;
    const { costs } = money;
    if (costs === undefined) return [];
    return basis.pools.flatMap((pool, k) => {
      const price = (p: number): number => {
        const usd = at(costs.chipUsd, k * count + p);
        return Number.isNaN(usd) ? 0 : usd;
      };
      const all = [
        ...pool.standing
          .toSorted((a, b) => b.ageSeconds - a.ageSeconds)
          .map(({ chips, ageSeconds }) => ({ chips, since: -ageSeconds, month: -1, usd: chips * price(0) })),
        ...Array.from({ length: count }, (_, p) => {
          const chips = at(basis.arrivedChips, k * count + p);
          return { chips, since: this.middle(p), month: p, usd: chips * price(p) };
        }),
      ].filter(({ chips }) => chips > 0);
      let before = 0;
      return all.map(({ chips, ...lot }): Lot => {
        const older = before;
        before += chips;
        let retired = 0;
        const left = Float64Array.from({ length: count }, (_, p) => {
          retired += at(basis.retiredChips, k * count + p);
          return 1 - Math.min(chips, Math.max(0, retired - older)) / chips;
        });
        const paid = lot.month < 0 ? -2 : this.paidIn(lot.month);
        return { ...lot, chip: true, paid, life: costs.chipLifeSeconds, left };
      });
    });
  }

  /** Halls by the most that was ready so far, and what their retrofits cost. */
  private hallLots(): Lot[] {
    const { basis, money, count } = this;
    const { costs } = money;
    if (costs === undefined) return [];
    const life = costs.buildingLifeSeconds;
    const left = new Float64Array(count).fill(1);
    const lot = (month: number, usd: number): Lot[] =>
      usd > 0
        ? [
            {
              chip: false,
              since: month < 0 ? 0 : this.middle(month),
              month,
              paid: month < 0 ? -2 : month,
              usd,
              life,
              left,
            },
          ]
        : [];
    return basis.sites.flatMap((site, s) => {
      const price = at(costs.buildingUsdPerWatt, s);
      let [ready, most] = [0, 0];
      return [
        ...lot(-1, site.standingWatts * price),
        ...Array.from({ length: count }, (_, p) => {
          ready += at(basis.readyWatts, s * count + p);
          const more = Math.max(0, ready - most);
          most += more;
          return [...lot(p, more * price), ...lot(p, at(basis.retrofitUsd, s * count + p))];
        }).flat(),
      ];
    });
  }

  private middle(p: number): number {
    return (at(this.money.starts, p) + at(this.money.starts, p + 1)) / 2;
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
    const ends = termYears(this.basis.startEpochSeconds, spec.startSeconds, floorsUsd.length);
    for (let p = 0; p < count; p++) {
      const [from, to] = [at(money.starts, p), at(money.starts, p + 1)];
      const share =
        Math.max(0, Math.min(to, ends.at(-1) ?? NaN) - Math.max(from, ends[0] ?? NaN)) / (to - from);
      const most = at(eligible, p) * (1 - spec.discount) * share;
      const floor = sum(Array.from(floorsUsd, (usd, y) => usd * passedOf(ends, y, to)));
      const before = sum(Array.from(floorsUsd, (usd, y) => usd * passedOf(ends, y, 0)));
      this.near(`floor after ${p}`, at(commitment.floorUsd, p), floor - before, 0.05);
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

/** Starts of the years of a term, and its end; seconds from the start of the run. */
function termYears(startEpochSeconds: number, startSeconds: number, years: number): readonly number[] {
  return Array.from({ length: years + 1 }, (_, year) => {
    const day = new Date((startEpochSeconds + startSeconds) * 1000);
    day.setUTCFullYear(day.getUTCFullYear() + year);
    return day.getTime() / 1000 - startEpochSeconds;
  });
}

/** Part of a year of the term that has passed by a moment. */
function passedOf(ends: readonly number[], year: number, at: number): number {
  const [from = NaN, to = NaN] = ends.slice(year, year + 2);
  return Math.min(1, Math.max(0, (at - from) / (to - from)));
}
