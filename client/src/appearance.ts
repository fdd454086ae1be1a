import { loadPreference } from "./preferences";

export type Theme = "system" | "light" | "dark";
export const THEMES: readonly Theme[] = ["system", "light", "dark"];
const CHROME = { light: "#f6f4ef", dark: "#0e1614" };

/** Return the query that matches while the system is dark. */
export function systemDark(): MediaQueryList {
  return matchMedia("(prefers-color-scheme: dark)");
}

/** Return the theme that was chosen on this device. */
export function chosenTheme(): Theme {
  return THEMES.find((one) => one === loadPreference("theme")) ?? "system";
}

/** Whether a page of this theme is dark. */
export function isDark(theme: Theme, system: boolean): boolean {
  return theme === "system" ? system : theme === "dark";
}

/** Make the page dark or light. */
export function applyTheme(dark: boolean): void {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  const bar = document.querySelector('meta[name="theme-color"]');
  bar?.setAttribute("content", dark ? CHROME.dark : CHROME.light);
}

/** Set the language of the page and its direction of writing. */
export function applyLanguage(language: "fa" | "en"): void {
  document.documentElement.lang = language;
  document.documentElement.dir = language === "fa" ? "rtl" : "ltr";
}
