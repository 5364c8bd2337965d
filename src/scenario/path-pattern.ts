/** Paths with `*`, which stands for any one name: `sites.*.tenancyShare`. */

/**
 * Whether `pattern` is the path of `keys`, name by name. Names may hold dots themselves (`llama-3.1-405b`), so the
 * pattern is laid along the names and never split.
 */
export function matchesPath(pattern: string, keys: readonly string[]): boolean {
  return rest(pattern, keys, 0);
}

function rest(pattern: string, keys: readonly string[], from: number): boolean {
  const key = keys[from];
  if (key === undefined) return false;
  if (from === keys.length - 1) return pattern === "*" || pattern === key;
  return (
    (pattern.startsWith("*.") && rest(pattern.slice(2), keys, from + 1)) ||
    (pattern.startsWith(`${key}.`) && rest(pattern.slice(key.length + 1), keys, from + 1))
  );
}

/** Whether `pattern` is the path `text`, or that of something that holds it; for paths whose names are not known apart. */
export function coversPath(pattern: string, text: string): boolean {
  const source = pattern
    .split("*")
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join(".+?");
  return new RegExp(`^${source}(\\.|$)`).test(text);
}
