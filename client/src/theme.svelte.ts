import { applyTheme } from "./appearance";
import { loadPreference, savePreference } from "./preferences";

export type Theme = "system" | "light" | "dark";
export const THEMES: readonly Theme[] = ["system", "light", "dark"];

const systemDark = matchMedia("(prefers-color-scheme: dark)");
let chosen = $state<Theme>("system");
let dark = $state(systemDark.matches);

/** The theme that was chosen, and whether the screen is dark now. */
export const theme = {
  get chosen(): Theme {
    return chosen;
  },
  get dark(): boolean {
    return chosen === "system" ? dark : chosen === "dark";
  },
};

/** Show everything in a theme and keep the choice. */
export function setTheme(next: Theme): void {
  chosen = next;
  savePreference("theme", next);
  applyTheme(theme.dark);
}

/** Show the theme that was chosen, and follow the system where none was. */
export function startTheme(): void {
  chosen = THEMES.find((one) => one === loadPreference("theme")) ?? "system";
  systemDark.addEventListener("change", (event) => {
    dark = event.matches;
    applyTheme(theme.dark);
  });
  applyTheme(theme.dark);
}
