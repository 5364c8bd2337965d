/** Lines of a JSON text on which what dotted paths name begins, so that a fault can be found in its file. */

const blank = new Set([" ", "\t", "\n", "\r"]);

/**
 * Line (from 1) by path, of the path itself or of the nearest part around it that the text has; none where not
 * even the first part is there. The text must be JSON. Ids may hold dots: a key is taken as it is written.
 */
export function linesOf(text: string, paths: readonly string[]): ReadonlyMap<string, number> {
  const wanted = new Set(paths.flatMap(prefixesOf));
  const places = new Map<string, number>();
  let at = 0;

  const skipBlank = (): void => {
    while (blank.has(text[at] ?? "")) at++;
  };
  /** From an opening quote to after the closing one. */
  const string = (): string => {
    const from = at++;
    while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
    at++;
    return text.slice(from, at);
  };
  /** Over a value in which nothing is looked for: brackets are counted, strings stepped over. */
  const skipValue = (): void => {
    let depth = 0;
    do {
      skipBlank();
      const c = text[at];
      if (c === '"') void string();
      else if (c === "{" || c === "[") {
        depth++;
        at++;
      } else if (c === "}" || c === "]") {
        depth--;
        at++;
      } else if (c === "," || c === ":") at++;
      else while (at < text.length && !/[\s,:{}[\]"]/.test(text[at] ?? "")) at++;
    } while (depth > 0 && at < text.length);
  };
  const walk = (path: string): void => {
    skipBlank();
    const open = text[at];
    if (open !== "{" && open !== "[") return skipValue();
    at++;
    for (let index = 0; at < text.length; index++) {
      skipBlank();
      if (text[at] === ",") {
        at++;
        skipBlank();
      }
      if (text[at] === "}" || text[at] === "]") break;
      const place = at;
      const key = open === "{" ? keyOf(string()) : String(index);
      if (open === "{") {
        skipBlank();
        at++;
      }
      const inner = path === "" ? key : `${path}.${key}`;
      if (wanted.has(inner)) {
        places.set(inner, place);
        walk(inner);
      } else skipValue();
    }
    at++;
  };
  walk("");
  return nearest(text, paths, places);
}

const keyOf = (quoted: string): string => {
  const value: unknown = JSON.parse(quoted);
  return typeof value === "string" ? value : "";
};

/** "a", "a.b", "a.b.c" of "a.b.c". */
const prefixesOf = (path: string): readonly string[] => {
  const parts = path.split(".");
  return parts.map((_, index) => parts.slice(0, index + 1).join("."));
};

function nearest(
  text: string,
  paths: readonly string[],
  places: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const lines = new Map<number, number>();
  let line = 1;
  let from = 0;
  for (const place of [...new Set(places.values())].toSorted((a, b) => a - b)) {
    for (let k = text.indexOf("\n", from); k >= 0 && k < place; k = text.indexOf("\n", k + 1)) {
      line++;
      from = k + 1;
    }
    lines.set(place, line);
  }
  return new Map(
    paths.flatMap((path): [string, number][] => {
      const found = prefixesOf(path).findLast((prefix) => places.has(prefix));
      const at = found === undefined ? undefined : lines.get(places.get(found) ?? -1);
      return at === undefined ? [] : [[path, at]];
    }),
  );
}
