/**
 * Signing out without the server: the cookie can't be reached by a script, so this device keeps a
 * mark (no secret, no name) and ends the session before anything else once the server answers.
 */
const MARK = "/leaving";
const STORE = "tajriba-leaving";

let unfinished = false;

/** End the session on the server, now or when it can be reached. */
export async function endSession(token: string | null): Promise<void> {
  if (await told(token)) return;
  unfinished = true;
  await mark().catch(() => undefined); // Storage is forbidden: this tab still knows.
  addEventListener("online", () => void finishSignOut(), { once: true });
}

/** Whether who was here last left, and the server does not know it yet. */
export async function signOutPending(): Promise<boolean> {
  return unfinished || (await marked());
}

/** End a session that was left without the server. Before anybody comes in, so that it is that one. */
export async function finishSignOut(): Promise<void> {
  if (!(await signOutPending())) return;
  if (!(await told(null))) return;
  unfinished = false;
  await unmark().catch(() => undefined); // What could not be kept need not be removed.
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

async function unmark(): Promise<void> {
  await caches.delete(STORE);
}

async function marked(): Promise<boolean> {
  try {
    return (await caches.match(MARK, { cacheName: STORE })) !== undefined;
  } catch {
    return false; // Storage is forbidden, or there is no HTTPS.
  }
}
