import { MAX_DELAY_MS, backoffDelay } from "../live/backoff";
import { storageKey, OUTBOX_PREFIX, sealEntry } from "./outbox-entry";
import type { Operation, OutboxEntry, Outcome, Refusal, Stored } from "./outbox-entry";
import type { EncryptedStore } from "./encrypted-store";

const MAX_WAIT_MS = 10 * MAX_DELAY_MS;

/** What a failed request throws. */
export interface SendError extends Refusal {
  retryAfter: number | null;
}

/** The I/O of the outbox: server, clock, lock; tests replace it. */
export interface OutboxEnvironment {
  /** Send an entry; throws `SendError`. Null where the answer is empty. */
  send(entry: OutboxEntry): Promise<Stored | null>;
  /** The server's time now, requested where it is not known yet; throws `SendError`. */
  serverNow(): Promise<number>;
  /** Who is signed in. */
  person(): number | null;
  deviceNow(): number;
  random(): number;
  newKey(): string;
  after(milliseconds: number, act: () => void): () => void;
  /** Run alone among all tabs of this browser. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  /** The entries have changed: tell this tab and the others. */
  changed(): void;
}

/**
 * Entries are stored first and sent afterwards, in the order of writing, each until the server
 * answers. A rejected entry stays, with the reason, until its author corrects or discards it.
 */
export class Outbox {
  #attempts = 0;
  #cancelTimer: () => void = () => {};
  /** Outcomes of the entries that a caller of `add` waits for. */
  #outcomes = new Map<string, Outcome>();

  constructor(
    private readonly vault: EncryptedStore,
    private readonly environment: OutboxEnvironment,
  ) {}

  /** Store an entry and try to send it; returns the outcome so far. */
  async add(
    errand: Operation,
    about: Pick<OutboxEntry, "diagnosisId" | "recommendationId" | "herbName">,
  ): Promise<Outcome> {
    const userId = this.environment.person();
    if (userId === null) throw new Error("nobody is signed in");
    const made = { key: this.environment.newKey(), userId, written: this.environment.deviceNow() };
    const entry: OutboxEntry = { ...errand, ...about, ...made, sealed: false, refusal: null };
    this.#outcomes.set(entry.key, { is: "waiting" });
    await this.vault.put(storageKey(entry), entry);
    this.environment.changed();
    await this.flush();
    const outcome = this.#outcomes.get(entry.key);
    this.#outcomes.delete(entry.key);
    return outcome ?? { is: "waiting" };
  }

  /** Return the entries of the person who is signed in, oldest first. */
  async entries(): Promise<OutboxEntry[]> {
    const all = await this.vault.all<OutboxEntry>(OUTBOX_PREFIX);
    return [...all.values()].filter((one) => one.userId === this.environment.person());
  }

  /** Discard an entry. */
  async drop(entry: OutboxEntry): Promise<void> {
    await this.vault.remove(storageKey(entry));
    this.environment.changed();
  }

  /** Send what can be sent now; the rest is retried automatically. */
  async flush(): Promise<void> {
    this.#cancelTimer();
    const error = await this.environment.alone(() => this.#sendAll());
    if (!error) {
      this.#attempts = 0;
    } else if (error.status !== 401) {
      const wait = Math.max(
        backoffDelay(this.#attempts++, this.environment.random()),
        (error.retryAfter ?? 0) * 1_000,
      );
      this.#cancelTimer();
      this.#cancelTimer = this.environment.after(
        Math.min(wait, MAX_WAIT_MS),
        () => void this.flush(),
      );
    }
  }

  /** Stop retrying: the person has signed out. */
  stop(): void {
    this.#cancelTimer();
    this.#attempts = 0;
  }

  /** Runs under the lock: what another tab has sent meanwhile is no longer stored. */
  async #sendAll(): Promise<SendError | null> {
    let error: SendError | null = null;
    for (const entry of await this.entries()) {
      if (entry.refusal) continue;
      try {
        await this.#send(entry);
      } catch (thrown) {
        error = thrown as SendError;
        // A 500 may concern this one entry; any other error concerns all.
        if (error.status !== 500) break;
      }
    }
    return error;
  }

  async #send(entry: OutboxEntry): Promise<void> {
    const sealed = entry.sealed ? entry : await this.#seal(entry);
    try {
      await this.#removeSent(sealed, await this.environment.send(sealed));
    } catch (thrown) {
      const error = thrown as SendError;
      if (isTemporary(error)) throw error;
      if (entry.kind === "withdraw" && error.status === 404) await this.#removeSent(sealed, null);
      else await this.#storeRefusal(sealed, error);
    }
  }

  async #seal(entry: OutboxEntry): Promise<OutboxEntry> {
    const serverNow = await this.environment.serverNow();
    const sealed = sealEntry(entry, this.environment.deviceNow(), serverNow);
    await this.vault.put(storageKey(entry), sealed);
    return sealed;
  }

  async #removeSent(entry: OutboxEntry, stored: Stored | null): Promise<void> {
    await this.vault.remove(storageKey(entry));
    this.#setOutcome(entry, { is: "sent", stored });
    this.environment.changed();
  }

  async #storeRefusal(entry: OutboxEntry, error: SendError): Promise<void> {
    const { status, code, title, detail, fields } = error;
    const refusal = { status, code, title, detail, fields: [...fields] };
    const kept = { ...entry, refusal };
    await this.vault.put(storageKey(kept), kept);
    this.#setOutcome(entry, { is: "refused", refusal, entry: kept });
    this.environment.changed();
  }

  #setOutcome(entry: OutboxEntry, outcome: Outcome): void {
    if (this.#outcomes.has(entry.key)) this.#outcomes.set(entry.key, outcome);
  }
}

/** Whether a retry may succeed: no answer, no session, rate limit, or a server error. */
function isTemporary({ status }: SendError): boolean {
  return status === 0 || status === 401 || status === 408 || status === 429 || status >= 500;
}
