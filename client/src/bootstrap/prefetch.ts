const FRESH_MS = 8000;

interface Asked {
  at: number;
  language: string;
  response: Promise<Response>;
}

const asked = new Map<string, Asked>();

/** Ask for a path now; whoever wants it in a moment finds the answer here. */
export function prefetch(path: string, language: string, token: string | null): void {
  const headers = new Headers({ "Accept-Language": language });
  if (token !== null) headers.set("Authorization", `Bearer ${token}`);
  const response = fetch(path, { headers });
  response.catch(() => undefined); // Who wants it asks again, and tells what is wrong.
  asked.set(new URL(path, location.href).href, { at: performance.now(), language, response });
}

/** Return the answer that was asked for early, once, if it is a good one and not old. */
export async function takePrefetched(request: Request, language: string): Promise<Response | null> {
  const found = request.method === "GET" ? asked.get(request.url) : undefined;
  if (found === undefined) return null;
  asked.delete(request.url);
  if (found.language !== language || performance.now() - found.at > FRESH_MS) return null;
  const response = await found.response.catch(() => null);
  return response?.ok ? response : null;
}
