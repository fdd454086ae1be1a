/** What this device may keep in the open: nothing of a person. Storage may be forbidden. */
type Preference = "lang" | "theme";

const key = (name: Preference): string => `tajriba.${name}`;

/** Return a kept preference, or null where there is none or storage is forbidden. */
export function loadPreference(name: Preference): string | null {
  try {
    return localStorage.getItem(key(name));
  } catch {
    return null; // The browser forbids it: the default serves.
  }
}

/** Keep a preference if the browser lets us; it holds for this visit either way. */
export function savePreference(name: Preference, value: string): boolean {
  try {
    localStorage.setItem(key(name), value);
    return true;
  } catch {
    return false;
  }
}

/** Return the language that was chosen, or that the address names; else Persian. */
export function preferredLanguage(): "fa" | "en" {
  const asked = new URLSearchParams(location.search).get("lang");
  return (loadPreference("lang") ?? asked) === "en" ? "en" : "fa";
}
