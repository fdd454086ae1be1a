import { toProblem } from "../api/problem";
import { now } from "../clock.svelte";
import { lang, type Lang } from "../i18n/lang.svelte";
import { personalStore } from "./personal-store";

/** An answer of the server: current (`at` is null), or cached at a time. */
export interface Cached<T> {
  value: T;
  at: number | null;
}
interface CacheEntry<T> {
  value: T;
  at: number;
}

/** Convert a time of this device's clock to the server's. */
export function toServerTime(device: number): number {
  return device + now() - Date.now();
}

/** Return the storage key of an answer in a language. */
export function cacheKey(name: string, language: Lang = lang.current): string {
  return `seen/${language}/${name}`;
}

/** Cache an answer. */
export async function writeCache(name: string, value: unknown): Promise<void> {
  await personalStore.put(cacheKey(name), { value, at: Date.now() } satisfies CacheEntry<unknown>);
}

/** Return a cached answer, or null. */
export async function readCache<T>(name: string): Promise<CacheEntry<T> | null> {
  return personalStore.get<CacheEntry<T>>(cacheKey(name));
}

/** Delete a cached answer that this person may no longer see. */
export async function deleteCached(name: string): Promise<void> {
  await personalStore.remove(cacheKey(name, "fa"));
  await personalStore.remove(cacheKey(name, "en"));
}

/** Request from the server; if it is unreachable, return the cached answer. Throws a `Problem`. */
export async function networkFirst<T>(name: string, load: () => Promise<T>): Promise<Cached<T>> {
  try {
    const value = await load();
    void writeCache(name, value);
    return { value, at: null };
  } catch (thrown) {
    const problem = toProblem(thrown);
    if (problem.status === 403 || problem.status === 404) void deleteCached(name);
    const cached = problem.passing ? await readCache<T>(name) : null;
    if (cached) return cached;
    throw problem;
  }
}
