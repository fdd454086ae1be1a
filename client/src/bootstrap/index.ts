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
 * A small file that runs while the rest of the code is loading: on a slow network every request
 * that waits for another one costs a round trip.
 */
type Token = Pick<components["schemas"]["AccessToken"], "access_token" | "expires_in">;
type Me = components["schemas"]["Me"];

/** The restored session: a token and its person, nobody, or null where the server is unreachable. */
export type RestoredSession = { token: Token; person: Me } | "nobody" | null;

const TIMEOUT_MS = 15_000;
const language = preferredLanguage();
const matched = match(routes, location.pathname);

async function restore(): Promise<RestoredSession> {
  const renewed = await sessionRefresh;
  if (renewed === "left" || renewed.status === 401) return "nobody";
  if (!renewed.ok) return null;
  const { data: token } = (await renewed.json()) as { data: Token };
  if (matched?.route.who !== "all") prefetchFirst(token.access_token);
  const headers = { Authorization: `Bearer ${token.access_token}` };
  const asked = fetch("/api/auth/me", { headers });
  warmUpFormats();
  const me = await asked;
  if (me.status === 401) return "nobody";
  return me.ok ? { token, person: ((await me.json()) as { data: Me }).data } : null;
}

/**
 * Format a number and a day: the first formatting loads the language's data, which is slow, and
 * at this time the page only waits for the network.
 */
function warmUpFormats(): void {
  new Intl.NumberFormat(LOCALE[language]).format(0);
  new Intl.DateTimeFormat(LOCALE[language], { month: "long" }).format(0);
}

function prefetchFirst(token: string | null): void {
  for (const path of matched?.route.first ?? []) {
    const filled = path.replace(/:(\w+)/g, (_, name: string) => String(matched?.params[name]));
    prefetch(filled, language, token);
  }
}

/**
 * The session, restored once at the start. A server that does not answer in time counts as
 * unreachable.
 */
export const restoredSession: Promise<RestoredSession> = withTimeout(restore(), TIMEOUT_MS).catch(
  () => null,
);
/** The person who was last signed in on this device; null without storage. */
export const lastPerson: Promise<Me | null> = loadPerson().catch(() => null);

applyLanguage(language);
applyTheme(isDark(chosenTheme(), systemDark().matches));
if (matched?.route.who === "all") prefetchFirst(null);
void matched?.route.load().catch(() => undefined); // The screen reports it.
