import { finishSignOut, signOutPending } from "../api/sign-out";
import { requestRefresh, withRefreshLock } from "../api/refresh";

/**
 * The first file to run, as small as possible: everything that a reader sees waits for this request.
 */
async function refreshSession(): Promise<Response | "left"> {
  const pendingSignOut = signOutPending();
  const response = await withRefreshLock(() => requestRefresh(fetch));
  if (!(await pendingSignOut)) return response;
  await finishSignOut();
  return "left";
}

/** The response to the refresh; `left` where a pending sign-out was finished instead. */
export const sessionRefresh = refreshSession();
sessionRefresh.catch(() => undefined); // `restoredSession` handles it.
