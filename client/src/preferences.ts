/** The preferences in `localStorage`: not encrypted, so no personal data. Storage may be forbidden. */
type Preference = "lang" | "theme";

const key = (name: Preference): string => `tajriba.${name}`;

/** Return a stored preference, or null where there is none or storage is forbidden. */
export function loadPreference(name: Preference): string | null {
  try {
    return localStorage.getItem(key(name));
  } catch {
    return null; // Storage is forbidden: use the default.
  }
}

/** Store a preference; false where storage is forbidden. */
export function savePreference(name: Preference, value: string): boolean {
  try {
    localStorage.setItem(key(name), value);
    return true;
  } catch {
    return false;
  }
}

/** Return the chosen language, else the one in the address (`lang`), else the browser's. */
export function preferredLanguage(): "fa" | "en" {
  const asked = new URLSearchParams(location.search).get("lang");
  return languageOf(loadPreference("lang") ?? asked, navigator.languages);
}

/** Return a language: as chosen, else English for a browser that reads nothing else, else Persian. */
export function languageOf(chosen: string | null, read: readonly string[]): "fa" | "en" {
  if (chosen !== null) return chosen === "en" ? "en" : "fa";
  return read.length > 0 && read.every((one) => /^en\b/i.test(one)) ? "en" : "fa";
}
