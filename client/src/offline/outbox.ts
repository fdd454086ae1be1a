import { LONGEST_MS, pause } from "../live/backoff";
import { nameOf, PREFIX, sealLetter } from "./outbox-entry";
import type { Errand, Letter, Outcome, Refusal, Stored } from "./outbox-entry";
import type { Vault } from "./encrypted-store";

const SLOWEST_MS = 10 * LONGEST_MS;

/** What a refused request throws. */
export interface Trouble extends Refusal {
  retryAfter: number | null;
}

/** Where the outbox touches the world; tests put their own in. */
export interface Post {
  /** Send a letter; throws `Trouble`. Null where there is nothing to tell. */
  send(letter: Letter): Promise<Stored | null>;
  /** The server's time now, asked for where it is not known yet; throws `Trouble`. */
  serverNow(): Promise<number>;
  /** Who is signed in. */
  person(): number | null;
  deviceNow(): number;
  random(): number;
  newKey(): string;
  after(milliseconds: number, act: () => void): () => void;
  /** Run alone among all tabs of this browser. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  /** The letters have changed: tell this tab and the others. */
  changed(): void;
}

/**
 * Letters are kept first and sent then, in the order of their writing, each until there is an
 * answer. One that is refused stays, with the reason, until its person mends it or lets it go.
 */
export class Outbox {
  #tries = 0;
  #cancel: () => void = () => {};
  /** What became of letters that somebody waits for. */
  #outcomes = new Map<string, Outcome>();

  constructor(
    private readonly vault: Vault,
    private readonly post: Post,
  ) {}

  /** Keep a letter and try to send it; returns what became of it so far. */
  async add(
    errand: Errand,
    about: Pick<Letter, "diagnosisId" | "recommendationId" | "herbName">,
  ): Promise<Outcome> {
    const userId = this.post.person();
    if (userId === null) throw new Error("nobody is signed in");
    const made = { key: this.post.newKey(), userId, written: this.post.deviceNow() };
    const letter: Letter = { ...errand, ...about, ...made, sealed: false, refusal: null };
    this.#outcomes.set(letter.key, { is: "waiting" });
    await this.vault.put(nameOf(letter), letter);
    this.post.changed();
    await this.flush();
    const outcome = this.#outcomes.get(letter.key);
    this.#outcomes.delete(letter.key);
    return outcome ?? { is: "waiting" };
  }

  /** Return the letters of the person who is signed in, oldest first. */
  async letters(): Promise<Letter[]> {
    const all = await this.vault.all<Letter>(PREFIX);
    return [...all.values()].filter((one) => one.userId === this.post.person());
  }

  /** Let a letter go. */
  async drop(letter: Letter): Promise<void> {
    await this.vault.remove(nameOf(letter));
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
        pause(this.#tries++, this.post.random()),
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
  async #sendAll(): Promise<Trouble | null> {
    let trouble: Trouble | null = null;
    for (const letter of await this.letters()) {
      if (letter.refusal) continue;
      try {
        await this.#send(letter);
      } catch (thrown) {
        trouble = thrown as Trouble;
        // A fault of the server may lie in this one letter; anything else is in the way of all.
        if (trouble.status !== 500) break;
      }
    }
    return trouble;
  }

  async #send(letter: Letter): Promise<void> {
    const sealed = letter.sealed ? letter : await this.#seal(letter);
    try {
      await this.#sent(sealed, await this.post.send(sealed));
    } catch (thrown) {
      const trouble = thrown as Trouble;
      if (passes(trouble)) throw trouble;
      if (letter.kind === "withdraw" && trouble.status === 404) await this.#sent(sealed, null);
      else await this.#refused(sealed, trouble);
    }
  }

  async #seal(letter: Letter): Promise<Letter> {
    const serverNow = await this.post.serverNow();
    const sealed = sealLetter(letter, this.post.deviceNow(), serverNow);
    await this.vault.put(nameOf(letter), sealed);
    return sealed;
  }

  async #sent(letter: Letter, stored: Stored | null): Promise<void> {
    await this.vault.remove(nameOf(letter));
    this.#became(letter, { is: "sent", stored });
    this.post.changed();
  }

  async #refused(letter: Letter, trouble: Trouble): Promise<void> {
    const { status, code, title, detail, fields } = trouble;
    const refusal = { status, code, title, detail, fields: [...fields] };
    const kept = { ...letter, refusal };
    await this.vault.put(nameOf(kept), kept);
    this.#became(letter, { is: "refused", refusal, letter: kept });
    this.post.changed();
  }

  #became(letter: Letter, outcome: Outcome): void {
    if (this.#outcomes.has(letter.key)) this.#outcomes.set(letter.key, outcome);
  }
}

/** Whether the same letter may be taken later: no answer, no session, too fast, or in trouble. */
function passes({ status }: Trouble): boolean {
  return status === 0 || status === 401 || status === 408 || status === 429 || status >= 500;
}
