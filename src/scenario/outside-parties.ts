/** The world outside the books of a scenario: ids that its own parties may not take, and names. */
export const OUTSIDE_NAMES: Readonly<Record<string, string>> = {
  users: "Users",
  resellers: "Resellers",
  "chip-makers": "Chip makers",
  builders: "Builders",
  utilities: "Utilities",
  operators: "Operators",
  engineers: "Engineers",
};
