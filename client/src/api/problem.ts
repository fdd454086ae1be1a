import { has, t } from "../i18n/index.svelte";
import type { components } from "./schema";

type Document = components["schemas"]["Problem"];
type BadField = components["schemas"]["ProblemField"];

/** An error in the reader's language: the server's problem document, or one of the client. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: readonly BadField[];
  /** Seconds to wait, where the server said so. */
  readonly retryAfter: number | null;
  readonly #document: Partial<Document>;

  constructor(code: string, status = 0, document: Partial<Document> = {}, retryAfter?: number) {
    super(code);
    this.name = "Problem";
    this.code = code;
    this.status = status;
    this.fields = document.fields ?? [];
    this.retryAfter = retryAfter ?? null;
    this.#document = document;
  }

  get title(): string {
    return this.#document.title ?? t(this.#key("title"));
  }

  get detail(): string {
    return this.#document.detail ?? t(this.#key("detail"));
  }

  /** Whether a retry may succeed: no answer, rate limit, or a server error. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** Return the error of a field of the body, in the reader's language. */
  field(name: string): string | undefined {
    return this.fields.find((field) => field.where.includes(name))?.message;
  }

  #key(part: string): string {
    return `problem.${has(`problem.${this.code}.title`) ? this.code : "unexpected"}.${part}`;
  }
}

/** Return the problem of an error response. */
export function problemOf(response: Response, body: unknown): Problem {
  const wait = Number(response.headers.get("Retry-After") ?? NaN);
  const retryAfter = Number.isFinite(wait) ? wait : undefined;
  if (isDocument(body)) return new Problem(body.code, response.status, body, retryAfter);
  const code = response.status >= 500 ? "server" : "unexpected";
  return new Problem(code, response.status, {}, retryAfter);
}

/** Return whatever was thrown as a problem. */
export function toProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  if (thrown instanceof DOMException && thrown.name === "TimeoutError") return new Problem("slow");
  if (thrown instanceof DOMException && thrown.name === "AbortError") return new Problem("aborted");
  // Without an answer fetch throws a TypeError that has no code.
  return new Problem(thrown instanceof TypeError ? "network" : "unexpected");
}

function isDocument(body: unknown): body is Document {
  return typeof body === "object" && body !== null && "code" in body && "title" in body;
}
