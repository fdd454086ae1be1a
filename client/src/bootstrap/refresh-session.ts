import { finishSignOut, signOutPending } from "../api/sign-out";
import { requestRefresh, withRefreshLock } from "../api/refresh";

/**
 * The very first file to run, as small as can be: all that a reader sees waits for this question.
 */
async function renewing(): Promise<Response | "left"> {
  const leaving = signOutPending();
  const renewed = await withRefreshLock(() => requestRefresh(fetch));
  if (!(await leaving)) return renewed;
  await finishSignOut();
  return "left";
}

/** The answer to renewing the session; or that who was here had left, and now has for good. */
export const sessionRefresh = renewing();
sessionRefresh.catch(() => undefined); // Who came says what it means.
