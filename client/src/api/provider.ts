import { api, ask } from "./client";
import type { components } from "./schema";

const GOING_TO = "tajriba.going-to";

/** What people call the identity provider; null where there is none, or the server is unreachable. */
export async function providerName(): Promise<string | null> {
  return ask(api.GET("/api/auth/oidc")).then(
    ({ name }) => name,
    () => null,
  );
}

/** Leave for the identity provider's page; throws a `Problem`. `to` is where the reader goes on. */
export async function goToProvider(to: string): Promise<void> {
  const { url } = await ask(api.POST("/api/auth/oidc/begin"));
  try {
    sessionStorage.setItem(GOING_TO, to);
  } catch {
    // Storage is forbidden: the reader goes on at home.
  }
  location.assign(url);
}

/** Return where the reader goes on, once; empty where it is not known. */
export function takeGoingTo(): string {
  try {
    const to = sessionStorage.getItem(GOING_TO) ?? "";
    sessionStorage.removeItem(GOING_TO);
    return to;
  } catch {
    return "";
  }
}

/** Return what the provider sent back in the address, and take it out of there; null for none. */
export function takeProviderAnswer(): components["schemas"]["ProviderAnswer"] | null {
  const query = new URLSearchParams(location.search);
  history.replaceState(history.state, "", location.pathname);
  const [code, state, iss] = ["code", "state", "iss"].map((name) => query.get(name));
  return code && state ? { code, state, iss: iss ?? null } : null;
}
