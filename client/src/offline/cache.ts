import { toProblem } from "../api/problem";
import { now } from "../clock.svelte";
import { lang, type Lang } from "../i18n/lang.svelte";
import { personalStore } from "./personal-store";

/** Something the server told: now (`at` is null), or when it was last there. */
export interface Cached<T> {
  value: T;
  at: number | null;
}
interface Kept<T> {
  value: T;
  at: number;
}

/** A time of this device's clock by the server's: both may be off, and by the same. */
export function toServerTime(device: number): number {
  return device + now() - Date.now();
}

/** Where something is kept as it was last seen, in the reader's language. */
export function cacheKey(name: string, language: Lang = lang.current): string {
  return `seen/${language}/${name}`;
}

/** Keep something as it is seen now. */
export async function writeCache(name: string, value: unknown): Promise<void> {
  await personalStore.put(cacheKey(name), { value, at: Date.now() } satisfies Kept<unknown>);
}

/** Return something as it was last seen, or null. */
export async function readCache<T>(name: string): Promise<Kept<T> | null> {
  return personalStore.get<Kept<T>>(cacheKey(name));
}

/** Forget what is kept of something that is no longer this person's to see. */
export async function deleteCached(name: string): Promise<void> {
  await personalStore.remove(cacheKey(name, "fa"));
  await personalStore.remove(cacheKey(name, "en"));
}

/** Ask the server; where it can't be reached, return what it told last. Throws a `Problem`. */
export async function networkFirst<T>(name: string, load: () => Promise<T>): Promise<Cached<T>> {
  try {
    const value = await load();
    void writeCache(name, value);
    return { value, at: null };
  } catch (thrown) {
    const problem = toProblem(thrown);
    if (problem.status === 403 || problem.status === 404) void deleteCached(name);
    const kept = problem.passing ? await readCache<T>(name) : null;
    if (kept) return kept;
    throw problem;
  }
}
