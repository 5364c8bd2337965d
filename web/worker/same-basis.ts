/**
 * Do two Models run alike, so that what one did in money terms holds for the other at its own prices? Compared value by
 * value: only what is named here as read when money is settled may differ, and a new field counts as different.
 */
import type { Model } from "../api.ts";

export const sameBasis = (one: Model, other: Model): boolean => same(physicalPart(one), physicalPart(other));

function physicalPart({ money, inputs: _inputs, inputParts, ...model }: Model): unknown {
  const { money: _money, ...parts } = inputParts;
  return { ...model, parts, money: money === undefined ? undefined : withoutPrices(money) };
}

function withoutPrices(money: NonNullable<Model["money"]>): unknown {
  const {
    parties: _parties,
    customer: _customer,
    provider: _provider,
    discountFactor: _discountFactor,
    discountPerYear: _discountPerYear,
    priceLevel: _priceLevel,
    contract: _contract,
    usdPerMwh: _usdPerMwh,
    gramsCo2PerKwh: _gramsCo2PerKwh,
    waterLitresPerKwh: _waterLitresPerKwh,
    commitment: _commitment,
    investment: _investment,
    costs: _costs,
    moves: _moves,
    tokenPrice: _tokenPrice,
    confidence: _confidence,
    ...rest
  } = money;
  return rest;
}

/** Plain data and typed arrays, to the last bit; anything else is alike only if it is the same thing. */
export function same(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return false;
  if (isNumbers(one) && isNumbers(other)) return sameNumbers(one, other);
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((value, k) => same(value, other[k]));
  if (!isRecord(one) || !isRecord(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && same(one[key], other[key]))
  );
}

const isNumbers = (value: object): value is ArrayLike<number> =>
  ArrayBuffer.isView(value) && !(value instanceof DataView);

function sameNumbers(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  if (one.length !== other.length) return false;
  for (let k = 0; k < one.length; k++) if (!Object.is(one[k], other[k])) return false;
  return true;
}

const isRecord = (value: object): value is Readonly<Record<string, unknown>> =>
  Object.getPrototypeOf(value) === Object.prototype;
