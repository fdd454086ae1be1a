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
const standing = { signedIn: () => false, ended: () => {} };

/** The token of this tab; the session alone touches it. */
export const tokens = new Tokens(browserFetch, withRefreshLock);

/** Tell the client who knows whether somebody is signed in; the session does, once. */
export function setSessionHooks(behind: typeof standing): void {
  Object.assign(standing, behind);
}

/** The typed client of the API. Use it through `ask` or `askPage`. */
export const api = createClient<paths>({
  baseUrl: globalThis.location?.origin ?? "http://localhost", // Tests run without a page.
  fetch: authenticatedFetch({
    fetch: browserFetch,
    tokens,
    signedIn: () => standing.signedIn(),
    ended: () => standing.ended(),
    language: () => lang.current,
    early: takePrefetched,
    answered: (response) => noteServerTime(response.headers.get("Date")),
  }),
});

/** What a call of `api` gives. */
export interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Return the payload of an answer's envelope; throws a `Problem` for whatever goes wrong. */
export async function ask<T>(answer: Promise<Answer<{ data: T }>>): Promise<T> {
  return (await whole(answer)).data;
}

/** Return a page: `{data, count, next}`; throws a `Problem` for whatever goes wrong. */
export async function askPage<T extends { data: unknown[] }>(
  answer: Promise<Answer<T>>,
): Promise<T> {
  return whole(answer);
}

async function whole<T>(answer: Promise<Answer<T>>): Promise<T> {
  let got: Answer<T>;
  try {
    got = await answer;
  } catch (thrown) {
    throw toProblem(thrown);
  }
  if (got.response.ok && got.data !== undefined) return got.data;
  throw got.response.ok ? new Problem("unexpected") : problemOf(got.response, got.error);
}
