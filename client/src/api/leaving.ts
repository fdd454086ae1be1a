import { tokens } from "./client";

/**
 * Signing out without the server: the cookie can't be reached by a script, so this device keeps a
 * mark (no secret, no name) and ends the session before anything else once the server answers.
 */
const MARK = "/leaving";
const STORE = "tajriba-leaving";

/** End the session on the server, now or when it can be reached. */
export async function leave(token: string | null): Promise<void> {
  if (await told(token)) return;
  await mark().catch(() => undefined); // Storage is forbidden: this tab still tries.
  addEventListener("online", () => void finishLeaving(), { once: true });
}

/** End a session that was left without the server; throws a `Problem` where it can't be yet. */
export async function finishLeaving(): Promise<void> {
  if (!(await marked())) return;
  if (await told(tokens.current)) await (await caches.open(STORE)).delete(MARK);
}

async function told(token: string | null): Promise<boolean> {
  const headers: HeadersInit = token === null ? {} : { Authorization: `Bearer ${token}` };
  const request = { method: "POST", keepalive: true, headers } as const;
  const response = await fetch("/api/auth/logout", request).catch(() => null);
  return response !== null && (response.ok || response.status === 401);
}

async function mark(): Promise<void> {
  await (await caches.open(STORE)).put(MARK, new Response());
}

async function marked(): Promise<boolean> {
  try {
    return (await (await caches.open(STORE)).match(MARK)) !== undefined;
  } catch {
    return false; // Storage is forbidden, or there is no HTTPS.
  }
}
