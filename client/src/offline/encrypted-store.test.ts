import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { openDB } from "idb";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { EncryptedStore } from "./encrypted-store";

const SECRET = { comment: "سردرد دارم", rating: 2 };
const real = globalThis.indexedDB;
beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});
afterEach(() => {
  globalThis.indexedDB = real;
});

async function raw(): Promise<{ keys: unknown[]; sealed: unknown[] }> {
  const base = await openDB("tajriba");
  const found = { keys: await base.getAll("keys"), sealed: await base.getAll("sealed") };
  base.close();
  return found;
}

describe("a vault", () => {
  test("gives back what was put, also to the next page", async () => {
    await new EncryptedStore().put("a/1", SECRET);
    await new EncryptedStore().put("a/2", [1, null, "ی"]);
    const next = new EncryptedStore();
    expect(await next.get("a/1")).toEqual(SECRET);
    expect([...(await next.all("a/"))]).toEqual([
      ["a/1", SECRET],
      ["a/2", [1, null, "ی"]],
    ]);
    expect([await next.get("b"), next.durable]).toEqual([null, true]);
  });

  test("keeps nothing readable, and a key that can't be read", async () => {
    await new EncryptedStore().put("a", SECRET);
    const { keys, sealed } = await raw();
    const { key } = keys[0] as { key: CryptoKey };
    expect(key.extractable).toBe(false);
    await expect(crypto.subtle.exportKey("raw", key)).rejects.toThrow();
    const { data } = sealed[0] as { data: ArrayBuffer };
    expect(new TextDecoder().decode(data)).not.toContain("rating");
  });

  test("does not take one value for another that was put in its place", async () => {
    const vault = new EncryptedStore();
    await vault.put("mild", 1);
    await vault.put("severe", 2);
    const base = await openDB("tajriba");
    await base.put("sealed", await base.get("sealed", "mild"), "severe");
    base.close();
    expect([await vault.get("mild"), await vault.get("severe")]).toEqual([1, null]);
  });

  test("forgets with its key, and what another tab still writes is under the new key", async () => {
    const [here, there] = [new EncryptedStore(), new EncryptedStore()];
    await here.put("a", 1);
    expect(await there.get("a")).toBe(1);
    await here.clear();
    expect(await raw()).toEqual({ keys: [], sealed: [] });
    await here.put("b", 2);
    expect(await there.get("b")).toBe(2);
    await there.put("c", 3);
    expect(await new EncryptedStore().get("c")).toBe(3);
  });

  test("a tab that hears late that somebody left does not clear what is of after", async () => {
    const [here, late] = [new EncryptedStore(), new EncryptedStore()];
    await here.put("a", 1);
    await late.get("a");
    await here.clear();
    await here.put("a", 2);
    await late.clear();
    expect(await new EncryptedStore().get("a")).toBe(2);
  });

  test("two tabs that come at once have one key", async () => {
    const [here, there] = [new EncryptedStore(), new EncryptedStore()];
    await Promise.all([here.put("a", 1), there.put("b", 2)]);
    expect([await here.get("b"), await there.get("a")]).toEqual([2, 1]);
  });
});

describe("where storage is", () => {
  test.each([
    ["forbidden", () => Object.assign(globalThis, { indexedDB: { open: forbidden } })],
    ["missing", () => Object.assign(globalThis, { indexedDB: undefined })],
  ])("%s, it keeps in memory and says so once", async (_, forbid) => {
    forbid();
    const fragile = vi.fn();
    const vault = new EncryptedStore("tajriba", fragile);
    await vault.put("a", SECRET);
    await vault.put("b", 1);
    expect(await vault.get("a")).toEqual(SECRET);
    expect([...(await vault.all("")).keys()]).toEqual(["a", "b"]);
    await vault.remove("b");
    expect(await vault.get("b")).toBeNull();
    expect([vault.durable, fragile.mock.calls.length]).toEqual([false, 1]);
    await vault.clear();
    expect(await vault.get("a")).toBeNull();
  });

  test("full, what was there stays, and what is new is kept in memory", async () => {
    const fragile = vi.fn();
    const vault = new EncryptedStore("tajriba", fragile);
    await vault.put("a", 1);
    const put = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
      throw new DOMException("full", "QuotaExceededError");
    });
    await vault.put("b", 2);
    put.mockRestore();
    expect([await vault.get("a"), await vault.get("b"), vault.durable]).toEqual([1, 2, false]);
    expect(fragile).toHaveBeenCalledOnce();
    await vault.put("b", 3);
    expect(await new EncryptedStore().get("b")).toBe(3);
  });
});

function forbidden(): never {
  throw new DOMException("storage is forbidden", "SecurityError");
}
