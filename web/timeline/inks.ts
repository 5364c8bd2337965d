/** Colours of what jobs do: those of the ledger's states; waits are hatched in the colour of what they are for. */
import type { Palette } from "../theme.ts";
import type { Segments } from "../view/job-lines.ts";
import type { Ink } from "./raster.ts";

export interface Style {
  readonly id: string;
  readonly label: string;
  readonly token: string;
  readonly hatched: boolean;
}

const style = (id: string, label: string, token: string, hatched = false): Style => ({
  id,
  label,
  token,
  hatched,
});

/** In the order of the legend. */
export const styles: readonly Style[] = [
  style("running", "Running", "band-training"),
  style("mixed", "Running with restarts that are not told apart", "band-training-mixed"),
  style("capped", "Running, power-capped", "band-capped"),
  style("overhead", "Restarting or saving", "band-overhead"),
  style("stalled", "Stalled for a spare", "band-broken"),
  style("reserving", "Gathers chips it has set aside", "limit-commissioning"),
  style("unrecorded", "Not recorded", "band-idle"),
  style("wait-held", "Waits: other jobs hold the chips", "limit-gang", true),
  style("wait-outranked", "Waits: jobs ahead in the queue took the chips", "limit-hall", true),
  style("wait-serving", "Waits: serving has the chips", "band-serving", true),
  style("wait-reserved", "Waits: chips are set aside for a campaign", "limit-commissioning", true),
  style("wait-supply", "Waits: too few chips in service", "limit-supply", true),
  style("wait-power", "Waits: no power at its site", "limit-power", true),
  style("wait-repair", "Waits: chips are broken or under repair", "limit-failures", true),
  style("wait-policy", "Waits: kept free by the sharing policy", "limit-policy", true),
  style("wait-discipline", "Waits: the queue's discipline keeps room for others", "assumption", true),
  style("wait-spares", "Waits: free chips are kept as spares", "power-building", true),
  style("wait-fragments", "Waits: free chips are in pieces", "baseline", true),
  style("wait-queue", "Waits in the queue", "band-waiting", true),
];

const index = new Map(styles.map(({ id }, at) => [id, at]));

/** Style of a kind by its code; undefined: a wait, whose reason says it. */
const kindStyles: readonly (string | undefined)[] = [
  undefined,
  "reserving",
  "running",
  "capped",
  "overhead",
  "overhead",
  "stalled",
  undefined,
  "mixed",
  "unrecorded",
];

/** Style of a wait by the code of its reason. */
const waitStyles: readonly string[] = [
  "wait-queue",
  "wait-supply",
  "wait-supply",
  "wait-supply",
  "wait-power",
  "wait-held",
  "wait-outranked",
  "wait-reserved",
  "wait-serving",
  "wait-policy",
  "wait-repair",
  "wait-fragments",
  "wait-repair",
  "wait-queue",
  "wait-supply",
  "wait-serving",
  "wait-held",
  "wait-power",
  "wait-queue",
  "wait-queue",
  "wait-queue",
  "wait-discipline",
  "wait-outranked",
  "wait-repair",
  "wait-repair",
  "wait-repair",
  "wait-spares",
];

/** Index of the style of a segment. */
export function styleOf({ kind, reason }: Segments, segment: number): number {
  const id = kindStyles[kind[segment] ?? 0] ?? waitStyles[reason[segment] ?? 0] ?? "wait-queue";
  return index.get(id) ?? 0;
}

/** Style of every segment, looked up once. */
export function stylesOf(segments: Segments): Uint8Array {
  return Uint8Array.from(segments.from, (_, segment) => styleOf(segments, segment));
}

/** Inks of all styles in a theme; those out of focus fade into the surface. */
export function inksOf(palette: Palette, focus: string | undefined): readonly Ink[] {
  const surface = rgbOf(palette.color("surface"));
  return styles.map(({ id, token, hatched }) => {
    const color = rgbOf(palette.color(token));
    const strength = focus === undefined || focus === id ? 1 : 0.16;
    const line = pixel(mix(surface, color, strength));
    if (!hatched) return { line, ground: line };
    return { line, ground: pixel(mix(surface, color, 0.18 * strength)) };
  });
}

/** An ink faded into the surface. */
export function faded(palette: Palette, { line, ground }: Ink): Ink {
  const surface = rgbOf(palette.color("surface"));
  const fade = (ink: number): number =>
    pixel(mix(surface, [ink & 255, (ink >> 8) & 255, (ink >> 16) & 255], 0.2));
  return { line: fade(line), ground: fade(ground) };
}

type Rgb = readonly [number, number, number];

/** Colours come as `rgb(14, 89, 157)`. */
function rgbOf(color: string): Rgb {
  const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}

const mix = (a: Rgb, b: Rgb, share: number): Rgb => [
  a[0] + share * (b[0] - a[0]),
  a[1] + share * (b[1] - a[1]),
  a[2] + share * (b[2] - a[2]),
];

/** As a canvas keeps it: alpha, blue, green, red from the highest byte on. */
const pixel = ([red, green, blue]: Rgb): number =>
  ((255 << 24) | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0;
