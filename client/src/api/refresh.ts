import { mutex } from "../mutex";

/**
 * Refresh in one tab at a time: the refresh cookie rotates, and one that is used twice ends the
 * session.
 */
export const withRefreshLock = mutex("tajriba-refresh");

/** Ask for a new token; `keepalive` lets the request finish when the page closes. */
export function requestRefresh(fetch: typeof globalThis.fetch): Promise<Response> {
  return fetch("/api/auth/refresh", { method: "POST", keepalive: true });
}
