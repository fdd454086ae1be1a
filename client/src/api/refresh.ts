/** Run one at a time among all tabs of this browser. */
export type RefreshLock = <T>(work: () => Promise<T>) => Promise<T>;

let alone: Promise<unknown> = Promise.resolve();

/**
 * Take turns with the other tabs: the refresh cookie rotates, and one that is used twice ends the
 * session. Where locks are missing (no HTTPS, storage forbidden) turns are taken in this tab alone.
 */
export const withRefreshLock: RefreshLock = async (work) => {
  let begun = false;
  const begin = (): ReturnType<typeof work> => {
    begun = true;
    return work();
  };
  try {
    if (navigator.locks) return await navigator.locks.request("tajriba-refresh", begin);
  } catch (thrown) {
    if (begun) throw thrown;
  }
  const turn = alone.then(work);
  alone = turn.catch(() => undefined);
  return turn;
};

/** Ask for a new token; what is in flight goes on (`keepalive`) when the page closes. */
export function requestRefresh(fetch: typeof globalThis.fetch): Promise<Response> {
  return fetch("/api/auth/refresh", { method: "POST", keepalive: true });
}
