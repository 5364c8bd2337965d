/**
 * Colours for canvas: the stylesheet's tokens as the browser resolves them in the present theme. Tokens
 * are the only place that knows a colour; a hatch says "not there" or "not useful" beside its colour.
 */
import { element } from "./dom.ts";

export interface Palette {
  readonly color: (token: string) => string;
  readonly hatch: (token: string, lean?: "left" | "right") => CanvasPattern | string;
}

/** Reads the palette of the theme that is shown now. */
export function readPalette(): Palette {
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

const generationTokens: Readonly<Record<string, string>> = {
  trainium1: "gen-trainium1",
  trainium2: "gen-trainium2",
  trainium3: "gen-trainium3",
  trainium4: "gen-trainium4",
  inferentia2: "gen-inferentia2",
  h100: "gen-h100",
  gb200: "gen-gb200",
};
const spare = ["gen-h100", "gen-gb200", "gen-inferentia2"];

/** Colour of a generation: the same in every chart and every preset; strangers share the last three. */
export function generationToken(chip: string): string {
  const known = generationTokens[chip];
  if (known !== undefined) return known;
  let sum = 0;
  for (const character of chip) sum = (sum * 31 + character.charCodeAt(0)) % 9973;
  return spare[sum % spare.length] ?? "gen-h100";
}
