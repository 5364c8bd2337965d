/**
 * Reads an input of unknown shape without ever failing: what is missing or of the wrong kind is undefined.
 * The cross-checks use it, so that they run beside a shape fault elsewhere and all faults come at once.
 */
import { isObject } from "./merge-patch.ts";
import { isoDate } from "./quantity.ts";

export class Reader {
  readonly value: unknown;
  readonly path: string;

  constructor(value: unknown, path = "") {
    this.value = value;
    this.path = path;
  }

  /** The part under `key`; a reader of undefined where there is none. */
  get(key: string): Reader {
    const value = isObject(this.value) && Object.hasOwn(this.value, key) ? this.value[key] : undefined;
    return new Reader(value, this.path === "" ? key : `${this.path}.${key}`);
  }

  get exists(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  /** Key and part of an object; nothing elsewhere. */
  entries(): readonly (readonly [key: string, part: Reader])[] {
    if (!isObject(this.value)) return [];
    return Object.keys(this.value).map((key) => [key, this.get(key)] as const);
  }

  /** Parts of a list; nothing elsewhere. */
  items(): readonly Reader[] {
    if (!Array.isArray(this.value)) return [];
    return this.value.map((item: unknown, index) => new Reader(item, `${this.path}.${index}`));
  }

  text(): string | undefined {
    return typeof this.value === "string" ? this.value : undefined;
  }

  /** A finite number, bare or as the value of a quantity. */
  number(): number | undefined {
    const value = isObject(this.value) ? this.value["value"] : this.value;
    return typeof value === "number" && Number.isFinite(value) ? value : undefined;
  }

  /** A day that exists, as text: days compare as they sort. */
  day(): string | undefined {
    const text = this.text();
    return text !== undefined && isoDate.safeParse(text).success ? text : undefined;
  }
}
