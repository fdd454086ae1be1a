const FRESH_MS = 8000;

interface Prefetched {
  at: number;
  language: string;
  response: Promise<Response>;
}

const requests = new Map<string, Prefetched>();

/** Request a path now; `takePrefetched` returns the answer. */
export function prefetch(path: string, language: string, token: string | null): void {
  const headers = new Headers({ "Accept-Language": language });
  if (token !== null) headers.set("Authorization", `Bearer ${token}`);
  const response = fetch(path, { headers });
  response.catch(() => undefined); // The regular request repeats it and reports the error.
  requests.set(new URL(path, location.href).href, { at: performance.now(), language, response });
}

/** Return a prefetched answer once, if it succeeded and is fresh; else null. */
export async function takePrefetched(request: Request, language: string): Promise<Response | null> {
  const found = request.method === "GET" ? requests.get(request.url) : undefined;
  if (found === undefined) return null;
  requests.delete(request.url);
  if (found.language !== language || performance.now() - found.at > FRESH_MS) return null;
  const response = await found.response.catch(() => null);
  return response?.ok ? response : null;
}
