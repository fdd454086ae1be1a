import { encrypt, decrypt } from "./encryption";
import { openDatabase, type EncryptedDatabase } from "./database";

/**
 * What this device keeps of a person: sealed with AES-GCM (256 bit) by a key that no script can
 * read, until `clear`. Where storage is forbidden, missing or full it keeps in memory instead,
 * and says so: nothing here throws.
 */
export class EncryptedStore {
  #opening: Promise<EncryptedDatabase | null> | null = null;
  #memory = new Map<string, string>();
  #durable = true;

  constructor(
    private readonly name = "tajriba",
    /** Called when it turns out that what is kept won't survive the page. */
    private readonly fragile: () => void = () => {},
  ) {}

  /** Whether all that is kept survives the page. */
  get durable(): boolean {
    return this.#durable;
  }

  /** Keep a value of JSON; afterwards it is there for `get`, whatever the storage says. */
  async put(name: string, value: unknown): Promise<void> {
    const kept = (await this.#stored(name, value)) || (await this.#stored(name, value));
    if (kept) this.#memory.delete(name);
    else this.#remember(name, value);
  }

  /** Return a kept value, or null. */
  async get<T>(name: string): Promise<T | null> {
    const held = this.#memory.get(name);
    if (held !== undefined) return JSON.parse(held) as T;
    return (await this.#found<T>(name)) ?? (await this.#found<T>(name));
  }

  /** Return the kept values whose names begin so, by name. */
  async all<T>(prefix: string): Promise<Map<string, T>> {
    const stored = await this.#using((shelf) => shelf.names(prefix), []);
    const held = [...this.#memory.keys()].filter((name) => name.startsWith(prefix));
    const found = new Map<string, T>();
    for (const name of [...new Set([...stored, ...held])].sort()) {
      const value = await this.get<T>(name);
      if (value !== null) found.set(name, value);
    }
    return found;
  }

  /** Forget a value. */
  async remove(name: string): Promise<void> {
    this.#memory.delete(name);
    await this.#using((shelf) => shelf.remove(name), undefined);
  }

  /** Forget everything, and the key: without it, what remains anywhere is noise. */
  async clear(): Promise<void> {
    this.#memory.clear();
    await this.#using((shelf) => shelf.clear(), undefined);
    this.#opening = null;
  }

  async #stored(name: string, value: unknown): Promise<boolean> {
    const same = await this.#using(async (shelf) => {
      return shelf.put(name, await encrypt(shelf.key, name, value));
    }, false);
    if (!same) await this.#anew();
    return same;
  }

  /** What another key sealed is nobody's; unless this tab has not heard yet of a new key. */
  async #found<T>(name: string): Promise<T | null> {
    const found = await this.#using(async (shelf) => {
      const sealed = await shelf.get(name);
      return sealed ? { value: await decrypt<T>(shelf.key, name, sealed) } : { value: null };
    }, null);
    if (!found) await this.#anew();
    return found?.value ?? null;
  }

  async #using<T>(act: (shelf: EncryptedDatabase) => Promise<T>, otherwise: T): Promise<T> {
    const shelf = await this.#open();
    if (!shelf) return otherwise;
    try {
      return await act(shelf);
    } catch {
      return otherwise; // Full, closed or taken away under our hands; `otherwise` says so.
    }
  }

  /** Open again next time, unless the storage is forbidden altogether. */
  async #anew(): Promise<void> {
    const shelf = await this.#open();
    if (!shelf) return;
    shelf.close();
    this.#opening = null;
  }

  #open(): Promise<EncryptedDatabase | null> {
    this.#opening ??= openDatabase(this.name, () => (this.#opening = null)).catch(() => {
      this.#weaken();
      return null;
    });
    return this.#opening;
  }

  #remember(name: string, value: unknown): void {
    this.#memory.set(name, JSON.stringify(value));
    this.#weaken();
  }

  #weaken(): void {
    if (!this.#durable) return;
    this.#durable = false;
    this.fragile();
  }
}
