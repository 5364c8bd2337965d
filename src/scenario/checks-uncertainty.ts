/** Rules of uncertainty: factors that have members, correlations that can be, ranges that can be drawn. */
import type { Context } from "./check-context.ts";
import { choleskyOf, correlationMatrix, smallestEigenvalue } from "./correlation.ts";
import { nearest, suggestion } from "./issues.ts";
import { isObject } from "./merge-patch.ts";
import { inputNumbersOf, numbersOf } from "./numbers.ts";
import type { NumberAt } from "./numbers.ts";
import { coversPath, matchesPath } from "./path-pattern.ts";
import type { Reader } from "./reader.ts";
import { schemasAt } from "./schema-path.ts";
import { Scenario } from "./schema.ts";

export function checkUncertainty(context: Context): void {
  const { scenario } = context;
  checkDistributions(context);
  const uncertainty = scenario.get("uncertainty");
  if (!uncertainty.exists) return;
  checkMembers(context, uncertainty.get("factors"));
  checkCorrelations(context, uncertainty);
}

/** A distribution needs a range; a logarithm needs a range above 0. */
function checkDistributions({ scenario, report }: Context): void {
  for (const { path, written } of inputNumbersOf(scenario.value)) {
    if (!isObject(written) || typeof written["distribution"] !== "string") continue;
    const { distribution, low, high } = written;
    if (distribution === "fixed") continue;
    if (low === undefined && high === undefined)
      report(`${path}.distribution`, "needs low or high, or must be left out", distribution);
    else if (distribution === "lognormal" && typeof low === "number" && low <= 0)
      report(`${path}.low`, "must be > 0 where the distribution is lognormal", low);
  }
}

/** What a factor can have in common: numbers, and the slips of phases and deliveries. */
interface Members {
  readonly numbers: readonly NumberAt[];
  readonly slips: readonly string[];
}

function membersOf(context: Context, patterns: readonly string[]): Members {
  const { scenario, catalogue } = context;
  const outside = patterns.some((pattern) => /^(catalogue|\*)\./.test(pattern));
  const phases = scenario
    .get("sites")
    .entries()
    .flatMap(([, site]) => site.get("phases").entries());
  return {
    numbers: [
      ...inputNumbersOf(scenario.value),
      ...(outside ? numbersOf(catalogue.value, ["catalogue"]) : []),
    ],
    slips: [...phases, ...scenario.get("deliveries").entries()].map(([, part]) => part.path),
  };
}

function checkMembers(context: Context, factors: Reader): void {
  const all = factors
    .entries()
    .flatMap(([name, factor]) => [...factor.get("paths").items()].map((path) => ({ name, path })));
  const texts = all.flatMap(({ path }) => path.text() ?? []);
  if (texts.length === 0) return;
  const members = membersOf(context, texts);
  const owners = new Map<string, string>();
  for (const { name, path } of all) {
    const pattern = path.text();
    if (pattern === undefined) continue;
    const mine = [
      ...members.numbers.filter(({ keys }) => matchesPath(pattern, keys)).map((number) => number.path),
      ...members.slips.filter((slip) => coversPath(pattern, slip)),
    ];
    if (mine.length === 0 && !isDefaulted(context, pattern)) {
      const near = nearest(
        pattern,
        members.numbers.map((number) => number.path),
      );
      const meant = near === undefined ? "" : `; did you mean "${near}"?`;
      context.report(path.path, `must be the path of a number, with * for any one name${meant}`, pattern);
    }
    for (const member of mine) {
      const owner = owners.get(member) ?? name;
      owners.set(member, owner);
      if (owner === name) continue;
      context.report(path.path, `must leave ${member} to ${owner}: a number has one factor`, pattern);
      break;
    }
  }
}

/** Where the schema finds fault with the rest, numbers left to their defaults are not there yet. */
const isDefaulted = (context: Context, pattern: string): boolean =>
  schemasAt(Scenario, pattern.split(".")).length > 0 && !Scenario.safeParse(context.scenario.value).success;

function checkCorrelations(context: Context, uncertainty: Reader): void {
  const names = uncertainty
    .get("factors")
    .entries()
    .map(([name]) => name);
  const correlations = uncertainty.get("correlations");
  const pairs = new Map<string, { readonly path: string; readonly value: number }>();
  const clean: Record<string, Record<string, number>> = {};
  for (const [a, row] of correlations.entries()) {
    if (!names.includes(a))
      context.report(row.path, `must name a factor of uncertainty.factors${suggestion(a, names)}`, a);
    for (const [b, cell] of row.entries()) {
      const value = cell.number();
      // What the schema refuses by itself would only be said twice.
      if (value !== undefined && Math.abs(value) > 1) continue;
      if (!names.includes(b))
        context.report(cell.path, `must name a factor of uncertainty.factors${suggestion(b, names)}`, b);
      if (value === undefined || !names.includes(a) || !names.includes(b)) continue;
      if (a === b) {
        if (value !== 1) context.report(cell.path, "must be 1, or be left out: it is with itself", value);
        continue;
      }
      const key = [a, b].toSorted().join(" ");
      const before = pairs.get(key);
      if (before !== undefined && before.value !== value)
        context.report(cell.path, `must equal ${before.value} of ${before.path}, or be left out`, value);
      else pairs.set(key, { path: cell.path, value });
      clean[a] = { ...clean[a], [b]: value };
    }
  }
  const matrix = correlationMatrix(names, clean);
  if (choleskyOf(matrix, names.length) !== undefined) return;
  const said = Object.entries(clean).flatMap(([a, row]) =>
    Object.entries(row).map(([b, value]) => `${a}-${b} ${value}`),
  );
  const least = smallestEigenvalue(matrix, names.length);
  context.report(
    correlations.path,
    `must be positive definite: ${said.join(", ")} cannot all hold, the smallest eigenvalue must be > 0`,
    Math.round(least * 1e6) / 1e6,
  );
}
