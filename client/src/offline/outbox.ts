import { MAX_DELAY_MS, backoffDelay } from "../live/backoff";
import { storageKey, OUTBOX_PREFIX, sealEntry } from "./outbox-entry";
import type { Operation, OutboxEntry, Outcome, Refusal, Stored } from "./outbox-entry";
import type { EncryptedStore } from "./encrypted-store";

const SLOWEST_MS = 10 * MAX_DELAY_MS;

/** What a refused request throws. */
export interface SendError extends Refusal {
  retryAfter: number | null;
}

/** Where the outbox touches the world; tests put their own in. */
export interface OutboxEnvironment {
  /** Send a entry; throws `SendError`. Null where there is nothing to tell. */
  send(entry: OutboxEntry): Promise<Stored | null>;
  /** The server's time now, asked for where it is not known yet; throws `SendError`. */
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
 * Entries are kept first and sent then, in the order of their writing, each until there is an
 * answer. One that is refused stays, with the reason, until its person mends it or lets it go.
 */
export class Outbox {
  #tries = 0;
  #cancel: () => void = () => {};
  /** What became of entries that somebody waits for. */
  #outcomes = new Map<string, Outcome>();

  constructor(
    private readonly vault: EncryptedStore,
    private readonly post: OutboxEnvironment,
  ) {}

  /** Keep a entry and try to send it; returns what became of it so far. */
  async add(
    errand: Operation,
    about: Pick<OutboxEntry, "diagnosisId" | "recommendationId" | "herbName">,
  ): Promise<Outcome> {
    const userId = this.post.person();
    if (userId === null) throw new Error("nobody is signed in");
    const made = { key: this.post.newKey(), userId, written: this.post.deviceNow() };
    const entry: OutboxEntry = { ...errand, ...about, ...made, sealed: false, refusal: null };
    this.#outcomes.set(entry.key, { is: "waiting" });
    await this.vault.put(storageKey(entry), entry);
    this.post.changed();
    await this.flush();
    const outcome = this.#outcomes.get(entry.key);
    this.#outcomes.delete(entry.key);
    return outcome ?? { is: "waiting" };
  }

  /** Return the entries of the person who is signed in, oldest first. */
  async entries(): Promise<OutboxEntry[]> {
    const all = await this.vault.all<OutboxEntry>(OUTBOX_PREFIX);
    return [...all.values()].filter((one) => one.userId === this.post.person());
  }

  /** Let a entry go. */
  async drop(entry: OutboxEntry): Promise<void> {
    await this.vault.remove(storageKey(entry));
    this.post.changed();
  }

  /** Send what can be sent now; what can't is tried again later, by itself. */
  async flush(): Promise<void> {
    this.#cancel();
    const trouble = await this.post.alone(() => this.#sendAll());
    if (!trouble) {
      this.#tries = 0;
    } else if (trouble.status !== 401) {
      const wait = Math.max(
        backoffDelay(this.#tries++, this.post.random()),
        (trouble.retryAfter ?? 0) * 1_000,
      );
      this.#cancel();
      this.#cancel = this.post.after(Math.min(wait, SLOWEST_MS), () => void this.flush());
    }
  }

  /** Send nothing any more by itself: its person has left. */
  stop(): void {
    this.#cancel();
    this.#tries = 0;
  }

  /** Within the turn of this tab: what another has sent meanwhile is no longer there. */
  async #sendAll(): Promise<SendError | null> {
    let trouble: SendError | null = null;
    for (const entry of await this.entries()) {
      if (entry.refusal) continue;
      try {
        await this.#send(entry);
      } catch (thrown) {
        trouble = thrown as SendError;
        // A fault of the server may lie in this one entry; anything else is in the way of all.
        if (trouble.status !== 500) break;
      }
    }
    return trouble;
  }

  async #send(entry: OutboxEntry): Promise<void> {
    const sealed = entry.sealed ? entry : await this.#seal(entry);
    try {
      await this.#sent(sealed, await this.post.send(sealed));
    } catch (thrown) {
      const trouble = thrown as SendError;
      if (passes(trouble)) throw trouble;
      if (entry.kind === "withdraw" && trouble.status === 404) await this.#sent(sealed, null);
      else await this.#refused(sealed, trouble);
    }
  }

  async #seal(entry: OutboxEntry): Promise<OutboxEntry> {
    const serverNow = await this.post.serverNow();
    const sealed = sealEntry(entry, this.post.deviceNow(), serverNow);
    await this.vault.put(storageKey(entry), sealed);
    return sealed;
  }

  async #sent(entry: OutboxEntry, stored: Stored | null): Promise<void> {
    await this.vault.remove(storageKey(entry));
    this.#became(entry, { is: "sent", stored });
    this.post.changed();
  }

  async #refused(entry: OutboxEntry, trouble: SendError): Promise<void> {
    const { status, code, title, detail, fields } = trouble;
    const refusal = { status, code, title, detail, fields: [...fields] };
    const kept = { ...entry, refusal };
    await this.vault.put(storageKey(kept), kept);
    this.#became(entry, { is: "refused", refusal, entry: kept });
    this.post.changed();
  }

  #became(entry: OutboxEntry, outcome: Outcome): void {
    if (this.#outcomes.has(entry.key)) this.#outcomes.set(entry.key, outcome);
  }
}

/** Whether the same entry may be taken later: no answer, no session, too fast, or in trouble. */
function passes({ status }: SendError): boolean {
  return status === 0 || status === 401 || status === 408 || status === 429 || status >= 500;
}
