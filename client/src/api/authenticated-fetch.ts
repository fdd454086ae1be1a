import type { Tokens } from "./tokens";

/** The dependencies of an authenticated fetch. */
export interface FetchDependencies {
  fetch: typeof globalThis.fetch;
  tokens: Tokens;
  /** Whether somebody is signed in, with or without a token at hand. */
  signedIn: () => boolean;
  language: () => string;
  /** Called when the session has ended. */
  ended: () => void;
  /** A prefetched answer, if there is one. */
  early: (request: Request, language: string) => Promise<Response | null>;
  /** Called with each answer. */
  answered: (response: Response) => void;
}

const TIMEOUT_MS = 20_000;
const WITHOUT_TOKEN =
  /\/api\/auth\/(login(\/passkey(\/options)?)?|oidc(\/(begin|confirm))?|register|refresh|logout)$|\/api\/demo/;

/** Return a fetch that adds the token, refreshes a stale one, and retries once after a 401. */
export function authenticatedFetch(
  dependencies: FetchDependencies,
): (request: Request) => Promise<Response> {
  return async (request) => {
    if (WITHOUT_TOKEN.test(new URL(request.url).pathname)) return send(dependencies, request, null);
    const early = await dependencies.early(request, dependencies.language());
    if (early !== null) return report(dependencies, early);
    const { tokens } = dependencies;
    if (dependencies.signedIn() && (tokens.current === null || tokens.stale))
      await renew(dependencies);
    const token = tokens.current;
    const first = await send(dependencies, request.clone(), token);
    if (first.status !== 401 || token === null) return first;
    return (await renew(dependencies, token)) ? send(dependencies, request, tokens.current) : first;
  };
}

async function renew(
  dependencies: FetchDependencies,
  old = dependencies.tokens.current,
): Promise<boolean> {
  const renewed = (await dependencies.tokens.renew(old)) === "renewed";
  if (!renewed) dependencies.ended();
  return renewed;
}

async function send(
  dependencies: FetchDependencies,
  request: Request,
  token: string | null,
): Promise<Response> {
  const headers = new Headers(request.headers);
  headers.set("Accept-Language", dependencies.language());
  if (token !== null) headers.set("Authorization", `Bearer ${token}`);
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(TIMEOUT_MS)]);
  return report(dependencies, await dependencies.fetch(new Request(request, { headers, signal })));
}

function report(dependencies: FetchDependencies, response: Response): Response {
  dependencies.answered(response);
  return response;
}
