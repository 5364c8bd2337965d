/**
 * Links: `#v1.` and the base64url of the deflated JSON of a draft and what is looked at. A hash keeps
 * long links away from servers' limits on query strings, and nothing leaves the browser.
 */
import type { Draft } from "./draft.ts";
import { isObject } from "./patch.ts";

export interface ViewState {
  /** Shown window and cursor, milliseconds since 1970. */
  readonly from?: number;
  readonly to?: number;
  readonly cursor?: number;
  readonly scope?: string;
  /** What was chosen of charts that offer a choice. */
  readonly picks?: Readonly<Record<string, string>>;
}

export interface Shared {
  readonly draft: Draft;
  readonly view: ViewState;
}

const prefix = "v1.";
const longest = 200_000;
/** Characters of a link that still goes through mail, chats and address bars. */
export const longestLink = 30_000;

export async function encodeShare(shared: Shared): Promise<string> {
  const { preset, own, patch, seed, name } = shared.draft;
  const text = JSON.stringify({
    preset,
    own,
    patch,
    seed,
    name: name === "" ? undefined : name,
    view: shared.view,
  });
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return prefix + btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** The draft in a hash (without `#`); a sentence to show when it holds none. */
export async function decodeShare(hash: string): Promise<Shared | string> {
  if (!hash.startsWith(prefix)) return "this link was made by another version of capsim";
  if (hash.length > longest)
    return `this link is too long (found ${hash.length}, allowed ${longest} characters)`;
  try {
    const binary = atob(hash.slice(prefix.length).replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    const value: unknown = JSON.parse(await limited(stream));
    return parseShared(value) ?? "this link holds no scenario";
  } catch {
    return "this link is damaged or was cut short";
  }
}

/** Text of a stream; a small link that swells to megabytes is refused. */
async function limited(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    if (text.length > 20 * longest) throw new RangeError("a link of this size is none of ours");
  }
}

function parseShared(value: unknown): Shared | undefined {
  if (!isObject(value) || typeof value["preset"] !== "string") return undefined;
  const { preset, own, patch, seed, name, view } = value;
  if (patch !== undefined && !isObject(patch)) return undefined;
  if (own !== undefined && !isObject(own)) return undefined;
  const draft: Draft = {
    preset,
    ...(own === undefined ? {} : { own }),
    patch: patch ?? {},
    name: typeof name === "string" ? name.slice(0, 80) : "",
    ...(typeof seed === "number" && Number.isSafeInteger(seed) && seed >= 0 ? { seed } : {}),
  };
  return { draft, view: isObject(view) ? parseView(view) : {} };
}

function parseView(view: Readonly<Record<string, unknown>>): ViewState {
  const numbers: { from?: number; to?: number; cursor?: number } = {};
  for (const key of ["from", "to", "cursor"] as const) {
    const value = view[key];
    if (typeof value === "number" && Number.isFinite(value)) numbers[key] = value;
  }
  const { scope, picks } = view;
  return {
    ...numbers,
    ...(typeof scope === "string" ? { scope } : {}),
    ...(isObject(picks) ? { picks: texts(picks) } : {}),
  };
}

const texts = (values: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (typeof value === "string" ? [[key, value]] : [])),
  );
