/**
 * Colours for canvas: the stylesheet's tokens as the browser resolves them in the present theme. Tokens
 * are the only place that knows a colour; a hatch says "not there" or "not useful" beside its colour.
 */
import { element } from "./dom.ts";

export interface Palette {
  readonly color: (token: string) => string;
  /** Black or white, whichever reads better on a surface of this colour. */
  readonly inkOn: (token: string) => string;
  readonly hatch: (token: string, lean?: "left" | "right") => CanvasPattern | string;
}

let kept: { readonly theme: string; readonly palette: Palette } | undefined;

/** The palette of the theme that is shown now; asking the browser for a colour is slow, so each is asked for once. */
export function readPalette(): Palette {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const theme = `${document.documentElement.dataset["theme"] ?? ""} ${dark}`;
  if (kept?.theme !== theme) kept = { theme, palette: makePalette() };
  return kept.palette;
}

function makePalette(): Palette {
  const probe = element("i", { hidden: true });
  document.body.append(probe);
  const colors = new Map<string, string>();
  const color = (token: string): string => {
    let value = colors.get(token);
    if (value === undefined) {
      if (!probe.isConnected) document.body.append(probe);
      probe.style.color = `var(--${token})`;
      value = getComputedStyle(probe).color;
      probe.remove();
      colors.set(token, value);
    }
    return value;
  };
  const patterns = new Map<string, CanvasPattern | string>();
  return {
    color,
    inkOn: (token) => inkOn(color(token)),
    hatch: (token, lean = "right") => {
      const key = `${token} ${lean}`;
      const pattern = patterns.get(key) ?? makeHatch(color(token), lean);
      patterns.set(key, pattern);
      return pattern;
    },
  };
}

const cell = 8;

function makeHatch(color: string, lean: "left" | "right"): CanvasPattern | string {
  const tile = element("canvas", { width: cell, height: cell });
  const ctx = tile.getContext("2d");
  if (ctx === null) return color;
  ctx.strokeStyle = color;
  ctx.lineWidth = 1.6;
  ctx.beginPath();
  for (const shift of [-cell, 0, cell]) {
    ctx.moveTo(lean === "right" ? shift : shift + cell, cell);
    ctx.lineTo(lean === "right" ? shift + cell : shift, 0);
  }
  ctx.stroke();
  return ctx.createPattern(tile, "repeat") ?? color;
}

/** Colours come as `rgb(14, 89, 157)`; relative luminance as WCAG has it. */
function inkOn(color: string): string {
  const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  // Where black and white stand equally far off.
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000000" : "#ffffff";
}

const generations: ReadonlySet<string> = new Set([
  "trainium1",
  "trainium2",
  "trainium3",
  "trainium4",
  "trainium5",
  "trainium6",
  "inferentia2",
  "h100",
  "h200",
  "b200",
  "gb200",
  "gb300",
  "tpu-v5p",
  "tpu-v6e",
  "tpu-v7",
  "mi300x",
  "mi355x",
]);
const spares = 4;

/**
 * Colour of a generation: the same in every chart and every preset. A chip of the reader's own takes one of
 * the spare colours by its id, so it too keeps its colour.
 */
export function generationToken(chip: string): string {
  if (generations.has(chip)) return `gen-${chip}`;
  let sum = 0;
  for (const character of chip) sum = (sum * 31 + character.charCodeAt(0)) % 9973;
  return `gen-spare-${(sum % spares) + 1}`;
}

/** Colour of a region of users by its place in the scenario; the seventh begins anew. */
export const regionToken = (index: number): string => `region-${(index % 6) + 1}`;
