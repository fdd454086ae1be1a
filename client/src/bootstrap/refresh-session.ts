import { finishLeaving, hasLeft } from "../api/sign-out";
import { askToRenew, serialised } from "../api/refresh";

/**
 * The very first file to run, as small as can be: all that a reader sees waits for this question.
 */
async function renewing(): Promise<Response | "left"> {
  const leaving = hasLeft();
  const renewed = await serialised(() => askToRenew(fetch));
  if (!(await leaving)) return renewed;
  await finishLeaving();
  return "left";
}

/** The answer to renewing the session; or that who was here had left, and now has for good. */
export const renewal = renewing();
renewal.catch(() => undefined); // Who came says what it means.
