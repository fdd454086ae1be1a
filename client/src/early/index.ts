import type { components } from "../api/schema";
import { routes } from "../routes";
import { match } from "../routing";
import { chosenLanguage } from "../storage";
import { askEarly } from "./answers";
import { renewal } from "./first";

/**
 * A small file that runs while the rest of the code is still on its way: on a slow
 * network each question that waits for another costs a moment that the reader feels.
 */
type Token = Pick<components["schemas"]["AccessToken"], "access_token" | "expires_in">;
type Me = components["schemas"]["Me"];

/** Who came: a token and its person, nobody, or null where that could not be found out. */
export type Arrival = { token: Token; person: Me } | "nobody" | null;

const language = chosenLanguage();
const here = match(routes, location.pathname);

async function arriving(): Promise<Arrival> {
  const renewed = await renewal;
  if (renewed === "left" || renewed.status === 401) return "nobody";
  if (!renewed.ok) return null;
  const { data: token } = (await renewed.json()) as { data: Token };
  if (here?.route.who !== "all") askFirst(token.access_token);
  const headers = { Authorization: `Bearer ${token.access_token}` };
  const me = await fetch("/api/auth/me", { headers });
  return { token, person: ((await me.json()) as { data: Me }).data };
}

function askFirst(token: string | null): void {
  for (const path of here?.route.first ?? []) {
    const filled = path.replace(/:(\w+)/g, (_, name: string) => String(here?.params[name]));
    askEarly(filled, language, token);
  }
}

/** Who came; asked for once, at the very start. */
export const arrival: Promise<Arrival> = arriving().catch(() => null);

if (here?.route.who === "all") askFirst(null);
void here?.route.load().catch(() => undefined); // The screen says so.
