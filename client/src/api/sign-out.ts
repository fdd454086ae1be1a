/**
 * Sign-out while the server is unreachable: scripts cannot delete the cookie, so this device stores
 * a marker (no secret, no name) and ends the session first once the server answers.
 */
const MARKER = "/leaving";
const STORE = "tajriba-leaving";

let pending = false;

/** End the session on the server, now or once it is reachable. */
export async function endSession(token: string | null): Promise<void> {
  if (await requestLogout(token)) return;
  pending = true;
  await storeMarker().catch(() => undefined); // Storage is forbidden: the variable remains.
  addEventListener("online", () => void finishSignOut(), { once: true });
}

/** Whether a sign-out has not reached the server yet. */
export async function signOutPending(): Promise<boolean> {
  return pending || (await hasMarker());
}

/** Finish a pending sign-out; before a sign-in, so that it ends the old session. */
export async function finishSignOut(): Promise<void> {
  if (!(await signOutPending())) return;
  if (!(await requestLogout(null))) return;
  pending = false;
  await deleteMarker().catch(() => undefined); // Without storage there is no marker.
}

async function requestLogout(token: string | null): Promise<boolean> {
  const headers: HeadersInit = token === null ? {} : { Authorization: `Bearer ${token}` };
  const request = { method: "POST", keepalive: true, headers } as const;
  const response = await fetch("/api/auth/logout", request).catch(() => null);
  return response !== null && (response.ok || response.status === 401);
}

async function storeMarker(): Promise<void> {
  await (await caches.open(STORE)).put(MARKER, new Response());
}

async function deleteMarker(): Promise<void> {
  await caches.delete(STORE);
}

async function hasMarker(): Promise<boolean> {
  try {
    return (await caches.match(MARKER, { cacheName: STORE })) !== undefined;
  } catch {
    return false; // Storage is forbidden, or there is no HTTPS.
  }
}
