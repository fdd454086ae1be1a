import createClient from "openapi-fetch";
import { noteServerTime } from "../clock.svelte";
import { takePrefetched } from "../bootstrap/prefetch";
import { lang } from "../i18n/lang.svelte";
import { authenticatedFetch } from "./authenticated-fetch";
import { Problem, problemOf, toProblem } from "./problem";
import type { paths } from "./schema";
import { withRefreshLock } from "./refresh";
import { Tokens } from "./tokens";

const browserFetch: typeof fetch = (...request) => fetch(...request);
const sessionHooks = { signedIn: () => false, ended: () => {} };

/** The token of this tab; only the session module changes it. */
export const tokens = new Tokens(browserFetch, withRefreshLock);

/** Connect the client to the session module; called once by it. */
export function setSessionHooks(hooks: typeof sessionHooks): void {
  Object.assign(sessionHooks, hooks);
}

/** The typed client of the API. Use it through `ask` or `askPage`. */
export const api = createClient<paths>({
  baseUrl: globalThis.location?.origin ?? "http://localhost", // Tests run without a page.
  fetch: authenticatedFetch({
    fetch: browserFetch,
    tokens,
    signedIn: () => sessionHooks.signedIn(),
    ended: () => sessionHooks.ended(),
    language: () => lang.current,
    early: takePrefetched,
    answered: (response) => noteServerTime(response.headers.get("Date")),
  }),
});

/** The result of a call of `api`. */
export interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Return the payload of an answer's envelope; throws a `Problem` for every failure. */
export async function ask<T>(answer: Promise<Answer<{ data: T }>>): Promise<T> {
  return (await unwrap(answer)).data;
}

/** Return a page: `{data, count, next}`; throws a `Problem` for every failure. */
export async function askPage<T extends { data: unknown[] }>(
  answer: Promise<Answer<T>>,
): Promise<T> {
  return unwrap(answer);
}

async function unwrap<T>(answer: Promise<Answer<T>>): Promise<T> {
  let got: Answer<T>;
  try {
    got = await answer;
  } catch (thrown) {
    throw toProblem(thrown);
  }
  if (got.response.ok && got.data !== undefined) return got.data;
  throw got.response.ok ? new Problem("unexpected") : problemOf(got.response, got.error);
}
