import { encrypt, decrypt } from "./encryption";
import { openDatabase, type EncryptedDatabase } from "./database";

/**
 * Stores a person's data on this device, encrypted with AES-GCM (256 bit) by a key that scripts
 * cannot extract. Where storage is forbidden, missing or full the data stays in memory, and
 * `durable` is false; no method throws.
 */
export class EncryptedStore {
  #opening: Promise<EncryptedDatabase | null> | null = null;
  #memory = new Map<string, string>();
  #durable = true;

  constructor(
    private readonly name = "tajriba",
    /** Called when data will be lost with the page. */
    private readonly onNotDurable: () => void = () => {},
  ) {}

  /** Whether all data survives the page. */
  get durable(): boolean {
    return this.#durable;
  }

  /** Store a JSON value; `get` returns it afterwards even where storage fails. */
  async put(name: string, value: unknown): Promise<void> {
    const kept = (await this.#write(name, value)) || (await this.#write(name, value));
    if (kept) this.#memory.delete(name);
    else this.#putInMemory(name, value);
  }

  /** Return a stored value, or null. */
  async get<T>(name: string): Promise<T | null> {
    const inMemory = this.#memory.get(name);
    if (inMemory !== undefined) return JSON.parse(inMemory) as T;
    return (await this.#read<T>(name)) ?? (await this.#read<T>(name));
  }

  /** Return the stored values whose names have the prefix, by name. */
  async all<T>(prefix: string): Promise<Map<string, T>> {
    const stored = await this.#withDatabase((database) => database.names(prefix), []);
    const inMemory = [...this.#memory.keys()].filter((name) => name.startsWith(prefix));
    const found = new Map<string, T>();
    for (const name of [...new Set([...stored, ...inMemory])].sort()) {
      const value = await this.get<T>(name);
      if (value !== null) found.set(name, value);
    }
    return found;
  }

  /** Delete a value. */
  async remove(name: string): Promise<void> {
    this.#memory.delete(name);
    await this.#withDatabase((database) => database.remove(name), undefined);
  }

  /** Delete everything and the key; copies without the key cannot be read. */
  async clear(): Promise<void> {
    this.#memory.clear();
    await this.#withDatabase((database) => database.clear(), undefined);
    this.#opening = null;
  }

  async #write(name: string, value: unknown): Promise<boolean> {
    const same = await this.#withDatabase(async (database) => {
      return database.put(name, await encrypt(database.key, name, value));
    }, false);
    if (!same) await this.#reopen();
    return same;
  }

  /** A value of another key is not returned; the database may have a new key, so open it again. */
  async #read<T>(name: string): Promise<T | null> {
    const found = await this.#withDatabase(async (database) => {
      const sealed = await database.get(name);
      return sealed ? { value: await decrypt<T>(database.key, name, sealed) } : { value: null };
    }, null);
    if (!found) await this.#reopen();
    return found?.value ?? null;
  }

  async #withDatabase<T>(
    act: (database: EncryptedDatabase) => Promise<T>,
    fallback: T,
  ): Promise<T> {
    const database = await this.#open();
    if (!database) return fallback;
    try {
      return await act(database);
    } catch {
      return fallback; // Full, closed or deleted: the caller handles `fallback`.
    }
  }

  /** Open the database again next time, unless storage is forbidden. */
  async #reopen(): Promise<void> {
    const database = await this.#open();
    if (!database) return;
    database.close();
    this.#opening = null;
  }

  #open(): Promise<EncryptedDatabase | null> {
    this.#opening ??= openDatabase(this.name, () => (this.#opening = null)).catch(() => {
      this.#markNotDurable();
      return null;
    });
    return this.#opening;
  }

  #putInMemory(name: string, value: unknown): void {
    this.#memory.set(name, JSON.stringify(value));
    this.#markNotDurable();
  }

  #markNotDurable(): void {
    if (!this.#durable) return;
    this.#durable = false;
    this.onNotDurable();
  }
}
