/** What the terminal can show, and text laid out for it. */
export interface Terminal {
  readonly columns: number;
  readonly colour: boolean;
}

type Stream = { readonly isTTY?: boolean; readonly columns?: number };

const NARROWEST = 40;
const WIDEST = 100;
const USUAL = 80;

/** Width and colour of a stream: colour only on a terminal that wants it (NO_COLOR, TERM=dumb). */
export function terminalOf(stream: Stream, env: Readonly<Record<string, string | undefined>>): Terminal {
  const given = stream.columns ?? Number(env["COLUMNS"] ?? Number.NaN);
  const columns = Number.isFinite(given) && given > 0 ? Math.min(WIDEST, Math.max(NARROWEST, given)) : USUAL;
  const refused = (env["NO_COLOR"] ?? "") !== "" || env["TERM"] === "dumb";
  return { columns, colour: stream.isTTY === true && !refused };
}

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36 } as const;
export type Style = keyof typeof CODES;

export const paint = (terminal: Terminal, style: Style, text: string): string =>
  terminal.colour ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text;

const isControl = (code: number): boolean =>
  code < 9 || (code > 10 && code < 32) || (code > 126 && code < 160);

/** A text from outside with every control character, which could act on the terminal, shown as "?". */
export const printable = (text: string): string =>
  Array.from(text, (letter) => (isControl(letter.codePointAt(0) ?? 0) ? "?" : letter)).join("");

export const cut = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
export const left = (text: string, width: number): string => cut(text, width).padEnd(width);
export const right = (text: string, width: number): string => cut(text, width).padStart(width);

/** Words set into lines of at most `width`, each after `indent`. */
export function wrap(text: string, width: number, indent = ""): string {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(/\s+/).filter((each) => each !== "")) {
    if (line.length > indent.length && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent;
    }
    line += line.length > indent.length ? ` ${word}` : word;
  }
  lines.push(line);
  return lines.join("\n");
}

const FULL = "█";
const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"] as const;
const HEIGHTS = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/** A bar of `share` (0 to 1) of `width` cells, to an eighth of a cell; padded. */
export function bar(share: number, width: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * width * 8);
  const text = FULL.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? "");
  return text.padEnd(width);
}

/** Mean of each of `cells` equal stretches of `values`. */
export function resample(values: ArrayLike<number>, cells: number): readonly number[] {
  return Array.from({ length: cells }, (_, cell) => {
    const from = Math.floor((cell * values.length) / cells);
    const to = Math.max(from + 1, Math.floor(((cell + 1) * values.length) / cells));
    let total = 0;
    for (let i = from; i < to; i++) total += values[i] ?? 0;
    return total / (to - from);
  });
}

/** Values as a line of blocks between 0 and `top`; anything above 0 is seen. */
export function sparkline(values: ArrayLike<number>, cells: number, top: number): string {
  const height = (value: number): number =>
    value <= 0 || top <= 0 ? 0 : Math.min(8, Math.max(1, Math.round((value / top) * 8)));
  return resample(values, cells)
    .map((value) => HEIGHTS[height(value)] ?? " ")
    .join("");
}

const SCALES = [
  [1e21, "Z"],
  [1e18, "E"],
  [1e15, "P"],
  [1e12, "T"],
  [1e9, "G"],
  [1e6, "M"],
] as const;

/** A number in three or four figures a person can read: 1,234 or 12.3 M. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  // No letter is known to everybody up there.
  if (size >= 1e24) return value.toExponential(2).replace("e+", "e");
  for (const [scale, letter] of SCALES) if (size >= scale) return `${digits(value / scale)} ${letter}`;
  return digits(value);
}

function digits(value: number): string {
  const size = Math.abs(value);
  if (size >= 1000) return Math.round(value).toLocaleString("en-US");
  if (size >= 100 || value === 0) return value.toFixed(0);
  return size >= 10
    ? value.toFixed(1)
    : size >= 0.995
      ? value.toFixed(2)
      : Number(value.toPrecision(2)).toString();
}

/** A share as per cent, with two figures at least where it is small. */
export function percent(share: number): string {
  const size = Math.abs(share) * 100;
  if (size >= 9.95 || size === 0) return `${(share * 100).toFixed(0)} %`;
  return size >= 0.095
    ? `${(share * 100).toFixed(1)} %`
    : size >= 0.0095
      ? `${(share * 100).toFixed(2)} %`
      : "<0.01 %";
}
