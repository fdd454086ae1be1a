import type { components } from "../api/schema";
import { LOCALE } from "../i18n/locales";
import { loadPerson } from "../offline/person";
import { withTimeout } from "../timeout";
import { routes } from "../routes";
import { match } from "../routing";
import { applyLanguage, applyTheme, chosenTheme, isDark, systemDark } from "../appearance";
import { preferredLanguage } from "../preferences";
import { prefetch } from "./prefetch";
import { sessionRefresh } from "./refresh-session";

/**
 * A small file that runs while the rest of the code is still on its way: on a slow
 * network each question that waits for another costs a moment that the reader feels.
 */
type Token = Pick<components["schemas"]["AccessToken"], "access_token" | "expires_in">;
type Me = components["schemas"]["Me"];

/** Who came: a token and its person, nobody, or null where that could not be found out. */
export type RestoredSession = { token: Token; person: Me } | "nobody" | null;

const PATIENCE_MS = 15_000;
const language = preferredLanguage();
const here = match(routes, location.pathname);

async function arriving(): Promise<RestoredSession> {
  const renewed = await sessionRefresh;
  if (renewed === "left" || renewed.status === 401) return "nobody";
  if (!renewed.ok) return null;
  const { data: token } = (await renewed.json()) as { data: Token };
  if (here?.route.who !== "all") askFirst(token.access_token);
  const headers = { Authorization: `Bearer ${token.access_token}` };
  const asked = fetch("/api/auth/me", { headers });
  prepareNumbers();
  const me = await asked;
  if (me.status === 401) return "nobody";
  return me.ok ? { token, person: ((await me.json()) as { data: Me }).data } : null;
}

/**
 * Write a number and a day: a browser looks a language up when it first does, which takes longer
 * than to write all others, and now there is nothing but waiting to do.
 */
function prepareNumbers(): void {
  new Intl.NumberFormat(LOCALE[language]).format(0);
  new Intl.DateTimeFormat(LOCALE[language], { month: "long" }).format(0);
}

function askFirst(token: string | null): void {
  for (const path of here?.route.first ?? []) {
    const filled = path.replace(/:(\w+)/g, (_, name: string) => String(here?.params[name]));
    prefetch(filled, language, token);
  }
}

/**
 * Who came; asked for once, at the very start. A server that takes the question and does not answer
 * is as good as none.
 */
export const restoredSession: Promise<RestoredSession> = withTimeout(arriving(), PATIENCE_MS).catch(
  () => null,
);
/** Who was here last; without storage there is no memory, and all else works. */
export const lastPerson: Promise<Me | null> = loadPerson().catch(() => null);

applyLanguage(language);
applyTheme(isDark(chosenTheme(), systemDark().matches));
if (here?.route.who === "all") askFirst(null);
void here?.route.load().catch(() => undefined); // The screen says so.
