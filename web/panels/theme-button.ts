/** Light, dark or as the system says; remembered where the browser lets us. */
import { button, setText } from "../dom.ts";

const choices = ["auto", "light", "dark"] as const;
type Theme = (typeof choices)[number];
const key = "capsim-theme";

/** Told whenever the theme that is shown may have changed. */
const listeners: (() => void)[] = [];

export function onThemeChange(listener: () => void): void {
  listeners.push(listener);
}

export function themeButton(): HTMLButtonElement {
  const node = button("", () => {
    theme = choices[(choices.indexOf(theme) + 1) % choices.length] ?? "auto";
    store(theme);
    apply();
  });
  let theme = stored();
  const apply = (): void => {
    document.documentElement.dataset["theme"] = theme;
    setText(node, `Theme: ${theme}`);
    for (const listener of listeners) listener();
  };
  apply();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", apply);
  return node;
}

function stored(): Theme {
  try {
    const found = localStorage.getItem(key);
    return choices.find((choice) => choice === found) ?? "auto";
  } catch {
    return "auto"; // storage can be forbidden; then nothing is remembered
  }
}

function store(theme: Theme): void {
  try {
    localStorage.setItem(key, theme);
  } catch {
    // storage can be forbidden; then nothing is remembered
  }
}
