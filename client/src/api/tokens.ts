import { toProblem, problemOf } from "./problem";
import type { Mutex } from "../mutex";
import { requestRefresh } from "./refresh";
import type { components } from "./schema";

type Token = Pick<components["schemas"]["AccessToken"], "access_token" | "expires_in">;

/** The result of a refresh: a new token, or the session has ended. */
export type Renewal = "renewed" | "ended";

const SPARE_MS = 20_000;

/** The access token of this tab: in memory only, refreshed with an HttpOnly cookie. */
export class Tokens {
  #token: string | null = null;
  #expires = 0;
  #renewing: Promise<Renewal> | null = null;

  constructor(
    private readonly fetch: typeof globalThis.fetch,
    private readonly lock: Mutex,
    private readonly clock: () => number = Date.now,
  ) {}

  get current(): string | null {
    return this.#token;
  }

  /** Whether the token expires soon, by the time elapsed on this device. */
  get stale(): boolean {
    return this.#token !== null && this.clock() > this.#expires - SPARE_MS;
  }

  take(token: Token): void {
    this.#token = token.access_token;
    this.#expires = this.clock() + token.expires_in * 1000;
  }

  drop(): void {
    this.#token = null;
  }

  /**
   * Refresh the token `old`; concurrent calls share one request. Throws a `Problem` where the
   * server is unreachable.
   */
  async renew(old: string | null): Promise<Renewal> {
    if (this.#token !== old) return "renewed";
    this.#renewing ??= this.lock(() => this.#ask()).finally(() => (this.#renewing = null));
    return this.#renewing;
  }

  async #ask(): Promise<Renewal> {
    const response = await requestRefresh(this.fetch).catch((thrown: unknown) => {
      throw toProblem(thrown);
    });
    if (response.status === 401) {
      this.drop();
      return "ended";
    }
    if (!response.ok) throw problemOf(response, await response.json().catch(() => null));
    this.take(((await response.json()) as { data: Token }).data);
    return "renewed";
  }
}
