import { loadPreference } from "./preferences";

const CHROME = { light: "#f6f4ef", dark: "#0e1614" };

/** Whether a page that opens is dark: as was chosen, else as the system is. */
export function startsDark(): boolean {
  const chosen = loadPreference("theme");
  if (chosen === "dark" || chosen === "light") return chosen === "dark";
  return matchMedia("(prefers-color-scheme: dark)").matches;
}

/** Show everything dark or light. */
export function applyTheme(dark: boolean): void {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  const bar = document.querySelector('meta[name="theme-color"]');
  bar?.setAttribute("content", dark ? CHROME.dark : CHROME.light);
}

/** Let everything read from the side from which a language is read. */
export function applyLanguage(language: "fa" | "en"): void {
  document.documentElement.lang = language;
  document.documentElement.dir = language === "fa" ? "rtl" : "ltr";
}
