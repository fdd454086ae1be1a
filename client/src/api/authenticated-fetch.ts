import type { Tokens } from "./tokens";

/** What an authorised fetch needs from around it. */
export interface FetchDependencies {
  fetch: typeof globalThis.fetch;
  tokens: Tokens;
  /** Whether somebody is signed in, with or without a token at hand. */
  signedIn: () => boolean;
  language: () => string;
  /** Called where the session turns out to be over. */
  ended: () => void;
  /** An answer that was asked for before, if there is one. */
  early: (request: Request, language: string) => Promise<Response | null>;
  /** Called with each answer. */
  answered: (response: Response) => void;
}

const TIMEOUT_MS = 20_000;
const SIGNING = /\/api\/auth\/(login|register|refresh|logout)$|\/api\/demo/;

/** Return a fetch that signs requests, renews the token where it is stale and tries again once. */
export function authenticatedFetch(
  around: FetchDependencies,
): (request: Request) => Promise<Response> {
  return async (request) => {
    if (SIGNING.test(new URL(request.url).pathname)) return send(around, request, null);
    const early = await around.early(request, around.language());
    if (early !== null) return noted(around, early);
    const { tokens } = around;
    if (around.signedIn() && (tokens.current === null || tokens.stale)) await renew(around);
    const token = tokens.current;
    const first = await send(around, request.clone(), token);
    if (first.status !== 401 || token === null) return first;
    return (await renew(around, token)) ? send(around, request, tokens.current) : first;
  };
}

async function renew(around: FetchDependencies, old = around.tokens.current): Promise<boolean> {
  const renewed = (await around.tokens.renew(old)) === "renewed";
  if (!renewed) around.ended();
  return renewed;
}

async function send(
  around: FetchDependencies,
  request: Request,
  token: string | null,
): Promise<Response> {
  const headers = new Headers(request.headers);
  headers.set("Accept-Language", around.language());
  if (token !== null) headers.set("Authorization", `Bearer ${token}`);
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(TIMEOUT_MS)]);
  return noted(around, await around.fetch(new Request(request, { headers, signal })));
}

function noted(around: FetchDependencies, response: Response): Response {
  around.answered(response);
  return response;
}
