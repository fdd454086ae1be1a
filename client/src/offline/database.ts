import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import { withTimeout } from "../timeout";
import { generateKey, type Encrypted } from "./encryption";

interface StoredKey {
  id: string;
  key: CryptoKey;
}
interface Schema extends DBSchema {
  keys: { key: string; value: StoredKey };
  sealed: { key: string; value: Encrypted };
}

const KEY = "vault";
const OPEN_TIMEOUT_MS = 3_000;

/** An open IndexedDB database and its encryption key. Every method may throw. */
export interface EncryptedDatabase extends StoredKey {
  /** False where the key was replaced: somebody has signed out since. */
  put(name: string, sealed: Encrypted): Promise<boolean>;
  get(name: string): Promise<Encrypted | undefined>;
  names(prefix: string): Promise<string[]>;
  remove(name: string): Promise<void>;
  /** Delete everything that this key encrypted, and the key. */
  clear(): Promise<void>;
  close(): void;
}

/** Open the database, with a new key where there is none. */
export async function openDatabase(name: string, closed: () => void): Promise<EncryptedDatabase> {
  // In some browsers opening never settles.
  const database = await withTimeout(
    openDB<Schema>(name, 1, {
      upgrade(made) {
        made.createObjectStore("keys");
        made.createObjectStore("sealed");
      },
      blocking: () => database.close(),
      terminated: closed,
    }),
    OPEN_TIMEOUT_MS,
  );
  return { ...(await loadKey(database)), ...methods(database) };
}

function methods(
  database: IDBPDatabase<Schema>,
): Omit<EncryptedDatabase, keyof StoredKey> & ThisType<EncryptedDatabase> {
  return {
    async put(name, sealed) {
      const write = database.transaction(["keys", "sealed"], "readwrite");
      const current = await write.objectStore("keys").get(KEY);
      const same = current?.id === this.id;
      if (same) await write.objectStore("sealed").put(sealed, name);
      await write.done;
      return same;
    },
    get: (name) => database.get("sealed", name),
    names: (prefix) => database.getAllKeys("sealed", IDBKeyRange.bound(prefix, `${prefix}\uffff`)),
    remove: (name) => database.delete("sealed", name),
    async clear() {
      const write = database.transaction(["keys", "sealed"], "readwrite");
      const current = await write.objectStore("keys").get(KEY);
      if (current?.id === this.id) {
        await write.objectStore("keys").clear();
        await write.objectStore("sealed").clear();
      }
      await write.done;
      database.close();
    },
    close: () => database.close(),
  };
}

/** Two tabs may start at once: both use the key that was stored first. */
async function loadKey(database: IDBPDatabase<Schema>): Promise<StoredKey> {
  const stored = await database.get("keys", KEY);
  if (stored) return stored;
  const made = { id: crypto.randomUUID(), key: await generateKey() };
  const write = database.transaction("keys", "readwrite");
  const found = (await write.store.get(KEY)) ?? made;
  await write.store.put(found, KEY);
  await write.done;
  return found;
}
