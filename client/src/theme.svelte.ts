import { applyTheme, chosenTheme, isDark, systemDark, type Theme } from "./appearance";
import { savePreference } from "./preferences";

const systemQuery = systemDark();
let chosen = $state<Theme>(chosenTheme());
let dark = $state(systemQuery.matches);

/** The theme that was chosen, and whether the page is dark now. */
export const theme = {
  get chosen(): Theme {
    return chosen;
  },
  get dark(): boolean {
    return isDark(chosen, dark);
  },
};

/** Apply a theme and store the choice. */
export function setTheme(next: Theme): void {
  chosen = next;
  savePreference("theme", next);
  applyTheme(theme.dark);
}

/** Follow the system's theme where none was chosen. */
export function followSystemTheme(): void {
  systemQuery.addEventListener("change", (event) => {
    dark = event.matches;
    applyTheme(theme.dark);
  });
}
