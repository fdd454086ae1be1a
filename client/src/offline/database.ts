import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import { withTimeout } from "../timeout";
import { generateKey, type Encrypted } from "./encryption";

interface KeptKey {
  id: string;
  key: CryptoKey;
}
interface Schema extends DBSchema {
  keys: { key: string; value: KeptKey };
  sealed: { key: string; value: Encrypted };
}

const KEY = "vault";
const OPENING_MS = 3_000;

/** An open database with the key that seals what is in it. Every method may throw. */
export interface EncryptedDatabase extends KeptKey {
  /** False where the key is no longer this one: somebody has left since. */
  put(name: string, sealed: Encrypted): Promise<boolean>;
  get(name: string): Promise<Encrypted | undefined>;
  names(prefix: string): Promise<string[]>;
  remove(name: string): Promise<void>;
  /** Forget everything that this key sealed, and the key. */
  clear(): Promise<void>;
  close(): void;
}

/** Open the database, with a new key where there is none. */
export async function openDatabase(name: string, closed: () => void): Promise<EncryptedDatabase> {
  // Some browsers leave the question of a database without an answer.
  const base = await withTimeout(
    openDB<Schema>(name, 1, {
      upgrade(made) {
        made.createObjectStore("keys");
        made.createObjectStore("sealed");
      },
      blocking: () => base.close(),
      terminated: closed,
    }),
    OPENING_MS,
  );
  return { ...(await keyOf(base)), ...methods(base) };
}

function methods(
  base: IDBPDatabase<Schema>,
): Omit<EncryptedDatabase, keyof KeptKey> & ThisType<EncryptedDatabase> {
  return {
    async put(name, sealed) {
      const write = base.transaction(["keys", "sealed"], "readwrite");
      const current = await write.objectStore("keys").get(KEY);
      const same = current?.id === this.id;
      if (same) await write.objectStore("sealed").put(sealed, name);
      await write.done;
      return same;
    },
    get: (name) => base.get("sealed", name),
    names: (prefix) => base.getAllKeys("sealed", IDBKeyRange.bound(prefix, `${prefix}\uffff`)),
    remove: (name) => base.delete("sealed", name),
    async clear() {
      const write = base.transaction(["keys", "sealed"], "readwrite");
      const current = await write.objectStore("keys").get(KEY);
      if (current?.id === this.id) {
        await write.objectStore("keys").clear();
        await write.objectStore("sealed").clear();
      }
      await write.done;
      base.close();
    },
    close: () => base.close(),
  };
}

/** Two tabs may come at once: the first key that was kept is the key of both. */
async function keyOf(base: IDBPDatabase<Schema>): Promise<KeptKey> {
  const kept = await base.get("keys", KEY);
  if (kept) return kept;
  const made = { id: crypto.randomUUID(), key: await generateKey() };
  const write = base.transaction("keys", "readwrite");
  const found = (await write.store.get(KEY)) ?? made;
  await write.store.put(found, KEY);
  await write.done;
  return found;
}
