// Bad input of money: each fault with its path, what was found and what is allowed, all of them at once.
import { describe, expect, it } from "vitest";
import { formatIssue, loadScenario } from "../../src/scenario/index.ts";
import { tiny } from "./tiny.ts";

const contract = { usdPerGwYear: 8e9 };
const parties = { lab: {}, cloud: {}, other: {} };
const sides = { parties, customer: "lab", provider: "cloud" };
const commitment = { payer: "lab", payee: "cloud", totalUsd: 30, start: "2026-01-01", years: 3 };
const price = { inputUsdPerMtok: 3, outputUsdPerMtok: 15 };

const load = (money: object, rest: object = {}): ReturnType<typeof loadScenario> =>
  loadScenario(tiny, { patch: { money: { ...sides, contract, ...money }, ...rest } });
const faults = (money: object, rest?: object): readonly string[] => {
  const found = load(money, rest);
  return found.ok ? [] : found.issues.map(formatIssue);
};
const promised = (change: object): object => ({ commitment: { ...commitment, ...change } });
const invested = (change: object): object => ({
  investment: { investor: "cloud", investee: "lab", upToUsd: 25, tranches: {}, ...change },
});
const hours = (change: object): object => ({ contract: { chipHours: change } });
const steps = (change: object): object => ({ contract: { usdPerGwYear: { steps: change } } });
const move = (change: object): object => ({
  moves: { tpu: { to: "other", at: "2026-06-01", share: 0.5, ...change } },
});

type Case = readonly [name: string, money: object, messages: readonly string[], rest?: object];
const cases: readonly Case[] = [
  [
    "a limit on capital without a price of any chip, and limits of years that are not run",
    { limits: { capitalUsdPerYear: 1e9, spendUsdPerYear: { "2025": 1, "2026": 1, "2029": 1 } } },
    [
      "money.limits.capitalUsdPerYear needs money.costs: no chip has a price that could reach it",
      'money.limits.spendUsdPerYear.2025 must be a year of the run, 2026 to 2027 (found "2025")',
      'money.limits.spendUsdPerYear.2029 must be a year of the run, 2026 to 2027 (found "2029")',
    ],
  ],
  [
    "floors that exceed the total",
    promised({ floorsUsd: { "1": 10, "2": 10, "3": 12 } }),
    ["money.commitment.floorsUsd must add up to at most totalUsd 30 (found 32)"],
  ],
  [
    "a floor beyond the term, beside a shape",
    promised({ floorsUsd: { "4": 10 }, shape: "flat" }),
    [
      'money.commitment must give at most one of floorsUsd and shape (found "both")',
      'money.commitment.floorsUsd.4 must be a year of the term, 1 to 3 (found "4")',
    ],
  ],
  [
    "a year that is none",
    promised({ floorsUsd: { "2026": 10 } }),
    ["money.commitment.floorsUsd.2026 is not a valid key: must be a year of the term: 1, 2, ..."],
  ],
  [
    "a term that is over before the start",
    promised({ start: "2020-06-01" }),
    [
      "money.commitment.years must reach beyond the start of the scenario 2026-01-01 (the term is over on 2023-06-01)",
    ],
  ],
  [
    "a commitment of parties who pay each other nothing",
    promised({ payer: "other" }),
    [
      'money.commitment.payer must be lab or cloud: nothing else that is paid could draw on the commitment (found "other")',
    ],
  ],
  [
    "a commitment on which nothing can draw",
    {
      contract: { ...contract, pays: "used" },
      ...promised({ counts: { training: false, energy: true, serving: true } }),
    },
    [
      'money.commitment.counts must count something that the scenario has and the contract bills, or nothing can draw on the commitment: training with campaigns or streams, serving with inference, idle where chips are paid as installed, energy where it is apart (found "serving, idle, energy")',
    ],
    { inference: null },
  ],
  [
    "a commitment of a scenario without chips, all of which is discounted",
    promised({ discount: 1 }),
    [
      "money.commitment needs deliveries: no chip is there whose price could draw on it",
      "money.commitment.discount must be below 1, or nothing is left that could draw on it (found 1)",
    ],
    { deliveries: { first: null } },
  ],
  [
    "an access path the scenario does not have",
    promised({ counts: { paths: { bedrok: false } } }),
    [
      'money.commitment.counts.paths.bedrok must be one of inference.accessPaths; there are none (found "bedrok")',
    ],
  ],
  [
    "tranches beyond the amount",
    invested({ tranches: { a: { usd: 5, at: "2026-04-20" }, b: { usd: 21 } } }),
    ["money.investment.tranches must add up to at most upToUsd 25 (found 26)"],
  ],
  [
    "a tranche with two triggers, and sales where nothing is sold",
    invested({
      tranches: {
        a: { usd: 5, at: "2026-04-20", when: { gwOnline: 1 } },
        b: { usd: 5, when: { gwOnline: 1, runRateUsdPerYear: 1e9 } },
        c: { usd: 5, when: {} },
      },
    }),
    [
      'money.investment.tranches.a must give at most one of at and when (found "both")',
      'money.investment.tranches.b.when must give only one of spendUsd, gwOnline or runRateUsdPerYear (found "gwOnline, runRateUsdPerYear")',
      "money.investment.tranches.b.when.runRateUsdPerYear needs sales, and no served model has a price: add inference.price",
      'money.investment.tranches.c.when must give spendUsd, gwOnline or runRateUsdPerYear (found "neither")',
    ],
  ],
  [
    "a price path that begins late, has a hole and stops",
    steps({
      "2026-02-01": 9e9,
      "2026-03-01": { usd: 8e9, until: "2026-05-01" },
      "2026-06-01": { usd: 7e9, until: "2026-09-01" },
    }),
    [
      "money.contract.usdPerGwYear.steps must have no gap: there is no price from 2026-01-01 to 2026-02-01",
      'money.contract.usdPerGwYear.steps.2026-03-01.until must leave no gap: there is no price from 2026-05-01 to 2026-06-01 (found "2026-05-01")',
      'money.contract.usdPerGwYear.steps.2026-06-01.until must leave no gap: there is no price from 2026-09-01 to 2027-01-01 (found "2026-09-01")',
    ],
  ],
  [
    "steps that are none",
    steps({}),
    ['money.contract.usdPerGwYear must have a value, or steps by date (found "neither")'],
  ],
  [
    "a price that is none",
    { contract: { usdPerGwYear: { fallsPerYear: 0.1 } } },
    ['money.contract.usdPerGwYear must have a value, or steps by date (found "neither")'],
  ],
  [
    "a value beside steps that does not say where it comes from, below its range",
    {
      contract: {
        usdPerGwYear: { value: 8e9, low: 9e9, confidence: "derived", steps: { "2026-07-01": 7e9 } },
      },
    },
    [
      "money.contract.usdPerGwYear.low must be <= value 8000000000 (found 9000000000)",
      "money.contract.usdPerGwYear.source is missing (a number that is derived names its source)",
    ],
  ],
  [
    "a value beside steps that are none",
    { contract: { usdPerGwYear: { value: 8e9, steps: { "2026-07-01": "cheap" } } } },
    [
      'money.contract.usdPerGwYear.steps.2026-07-01 must be a number from 0 to 1000000000000000 (USD/GW-year) (found "cheap")',
    ],
  ],
  [
    "limits of no year",
    { limits: { capitalUsdPerYear: { "26": 5 }, spendUsdPerYear: "little" }, costs: {} },
    [
      "money.limits.capitalUsdPerYear.26 is not a valid key: must be a calendar year",
      'money.limits.spendUsdPerYear must be a number from 0 to 1000000000000000 (USD/year) (found "little")',
    ],
  ],
  [
    "a step that is no price, on a day that is none",
    steps({ "2026-01-01": "cheap", "2026-13-01": 8e9 }),
    [
      'money.contract.usdPerGwYear.steps.2026-01-01 must be a number from 0 to 1000000000000000 (USD/GW-year) (found "cheap")',
      "money.contract.usdPerGwYear.steps.2026-13-01 is not a valid key: Invalid ISO date",
    ],
  ],
  [
    "a currency nobody defined",
    { currency: "EUR", currencies: { CHF: { usd: 1.1 }, USD: { usd: 1 } }, energy: { currency: "CHP" } },
    [
      "money.currencies.USD must not be given: it is what others are worth in (found 1)",
      'money.currency must be USD or one of money.currencies; use one of USD, CHF, USD (found "EUR")',
      'money.energy.currency must be USD or one of money.currencies; did you mean "CHF"? (found "CHP")',
    ],
  ],
  [
    "a currency of one price that nobody defined",
    { contract: { usdPerGwYear: { steps: { "2026-01-01": 8e9 }, currency: "EUR" } } },
    [
      'money.contract.usdPerGwYear.currency must be USD or one of money.currencies; use one of USD (found "EUR")',
    ],
  ],
  [
    "both prices",
    { contract: { usdPerGwYear: 8e9, chipHours: { usd: { trainium2: 1 } } } },
    ['money.contract must give one of usdPerGwYear and chipHours (found "both")'],
  ],
  [
    "neither price",
    { contract: {} },
    ['money.contract must give usdPerGwYear or chipHours (found "neither")'],
  ],
  ["no contract", { contract: null }, ["money.contract is missing; must be an object"]],
  [
    "a chip without a price, and one that is not there",
    hours({ usd: { trainium3: 1, trainiun2: 1 } }),
    [
      'money.contract.chipHours.usd.trainiun2 must be a chip of the catalogue; did you mean "trainium2"? (found "trainiun2")',
      'money.contract.chipHours.usd must have a price of trainium2, which may be delivered (found "trainium3, trainiun2")',
    ],
  ],
  [
    "a chip without a list price",
    hours({ by: "capacity-block" }),
    [
      'money.contract.chipHours.usd must have a price of trainium3, which may be delivered and whose list price the catalogue does not have; it has those of b200, b300, gb200, h100, h200, inferentia2, trainium1, trainium2 (found "none")',
    ],
    { deliveries: { second: { ...tiny.deliveries.first, system: "trn3-gen1" } } },
  ],
  [
    "an age of what has none",
    { contract: { ...contract, fallsPerYearOfAge: 0.1 } },
    [
      "money.contract.fallsPerYearOfAge needs money.contract.chipHours: a GW-year has no generation (found 0.1)",
    ],
  ],
  [
    "parties nobody named, and one that is two",
    { customer: "labb", commitment: { ...commitment, payee: "lab" }, ...invested({ investor: "clod" }) },
    [
      'money.customer must be one of money.parties; did you mean "lab"? (found "labb")',
      'money.investment.investor must be one of money.parties; did you mean "cloud"? (found "clod")',
      'money.commitment.payee must be another party than lab (found "lab")',
    ],
  ],
  [
    "a party with the name of the world outside",
    { parties: { ...parties, users: {} } },
    ['money.parties.users must have another id: users are the world outside (found "users")'],
  ],
  [
    "costs of what is not there",
    {
      costs: { chipUsd: { trainiun2: 9000 }, buildingUsdPerMwBySite: { campsu: 1e7 } },
      energy: { usdPerMwh: { "us-east-22": 80 } },
    },
    [
      'money.costs.chipUsd.trainiun2 must be a chip of the catalogue; did you mean "trainium2"? (found "trainiun2")',
      'money.costs.buildingUsdPerMwBySite.campsu must be a site of this scenario; did you mean "campus"? (found "campsu")',
      'money.energy.usdPerMwh.us-east-22 must be a region of the catalogue; did you mean "us-east-2"? (found "us-east-22")',
    ],
  ],
  [
    "prices of models nobody serves, or that have none",
    { tokenPrices: { main: {}, second: {} } },
    [
      "money.tokenPrices.main needs a list price to change: add inference.price",
      'money.tokenPrices.second must be main or one of inference.models; use one of main (found "second")',
    ],
  ],
  [
    "a move to nobody, of nothing, at no time of the run",
    move({ to: "lab", at: "2025-12-31", sites: [], systems: ["trn22"] }),
    [
      'money.moves.tpu.to must be another party than lab, who is to be served (found "lab")',
      'money.moves.tpu.at must be on or after the start 2026-01-01 (found "2025-12-31")',
      'money.moves.tpu.systems.0 must be a system of the catalogue; did you mean "trn2"? (found "trn22")',
      'money.moves.tpu.sites must name one, or be left out for all (found "none")',
    ],
  ],
  [
    "rates below what there is",
    {
      discount: { perYear: -1 },
      contract: { ...contract, escalationPerYear: -2 },
      ...promised({ years: 2.5, discount: 1.2 }),
    },
    [
      "money.discount.perYear must be >= -0.9 (found -1)",
      "money.contract.escalationPerYear must be >= -0.9 (found -2)",
      "money.commitment.years must be a number from 1 to 50 (years) (found 2.5)",
      "money.commitment.discount must be <= 1 (found 1.2)",
    ],
  ],
  [
    "words that are none",
    { contract: { ...contract, pays: "instaled" }, currency: "Euro", ...promised({ trueUp: "yearly" }) },
    [
      'money.currency must be three capital letters, as EUR (found "Euro")',
      'money.contract.pays must be one of "installed", "used"; did you mean "installed"? (found "instaled")',
      'money.commitment.trueUp must be one of "annual", "cumulative", "none" (found "yearly")',
      'money.currency must be USD or one of money.currencies; use one of USD (found "Euro")',
    ],
  ],
];

describe("money that cannot be", () => {
  it.each(cases.map(([name, ...rest]) => ({ name, rest })))("$name", ({ rest: [money, messages, rest] }) => {
    expect(faults(money, rest)).toEqual(messages);
  });
});

const sound: readonly (readonly [name: string, money: object, rest?: object])[] = [
  ["a price alone", {}],
  ["a commitment in floors that add up to all of it", promised({ floorsUsd: { "1": 10, "2": 10, "3": 10 } })],
  ["a commitment that goes the other way", promised({ payer: "cloud", payee: "lab" })],
  [
    "tranches that add up to all of it",
    invested({ tranches: { a: { usd: 5 }, b: { usd: 20, when: { spendUsd: 1 } } } }),
  ],
  [
    "a value until the first step",
    { contract: { usdPerGwYear: { value: 8e9, steps: { "2026-07-01": 7e9 } } } },
  ],
  [
    "a value in another currency",
    { currencies: { EUR: { usd: 1.08 } }, contract: { usdPerGwYear: { value: 8e9, currency: "EUR" } } },
  ],
  [
    "steps that follow each other",
    steps({ "2025-01-01": { usd: 9e9, until: "2026-06-01" }, "2026-06-01": 8e9 }),
  ],
  ["a currency of its own", { currency: "EUR", currencies: { EUR: { usd: 1.08 } } }],
  ["list prices of chips that have one", hours({ by: "list" })],
  ["token prices that fall", { tokenPrices: { main: { fallsPerYear: 0.1 } } }, { inference: { price } }],
  ["a move to another", move({ sites: ["campus"], systems: ["trn2-ultraserver"] })],
];

it("warns of a commitment that goes the other way", () => {
  const found = load(promised({ payer: "cloud", payee: "lab" }));
  expect(found.ok && found.warnings.map(formatIssue)).toEqual([
    "money.commitment.payer is the provider: nothing that is paid draws on the commitment, as what counts is what lab pays (found cloud)",
  ]);
});

it("warns of a commitment that begins after the end", () => {
  const found = load(promised({ start: "2027-06-01" }));
  expect(found.ok && found.warnings.map(formatIssue)).toEqual([
    "money.commitment.start is after the end 2027-01-01: nothing counts towards it (found 2027-06-01)",
  ]);
});

it("warns of a move that comes after the end", () => {
  const found = load(move({ at: "2027-01-01" }));
  expect(found.ok && found.warnings.map(formatIssue)).toEqual([
    "money.moves.tpu.at is after the end 2027-01-01 (found 2027-01-01)",
  ]);
});

describe("money that can be", () => {
  it.each(sound.map(([name, ...rest]) => ({ name, rest })))("$name", ({ rest: [money, rest] }) => {
    expect(faults(money, rest)).toEqual([]);
  });
});
