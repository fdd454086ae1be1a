import { toProblem } from "../api/problem";
import { now } from "../clock.svelte";
import { lang, type Lang } from "../i18n/lang.svelte";
import { vault } from "./personal-store";

/** Something the server told: now (`at` is null), or when it was last there. */
export interface Seen<T> {
  value: T;
  at: number | null;
}
interface Kept<T> {
  value: T;
  at: number;
}

/** A time of this device's clock by the server's: both may be off, and by the same. */
export function byServer(device: number): number {
  return device + now() - Date.now();
}

/** Where something is kept as it was last seen, in the reader's language. */
export function placeOf(name: string, language: Lang = lang.current): string {
  return `seen/${language}/${name}`;
}

/** Keep something as it is seen now. */
export async function keepSeen(name: string, value: unknown): Promise<void> {
  await vault.put(placeOf(name), { value, at: Date.now() } satisfies Kept<unknown>);
}

/** Return something as it was last seen, or null. */
export async function lastSeen<T>(name: string): Promise<Kept<T> | null> {
  return vault.get<Kept<T>>(placeOf(name));
}

/** Forget what is kept of something that is no longer this person's to see. */
export async function forgetSeen(name: string): Promise<void> {
  await vault.remove(placeOf(name, "fa"));
  await vault.remove(placeOf(name, "en"));
}

/** Ask the server; where it can't be reached, return what it told last. Throws a `Problem`. */
export async function seen<T>(name: string, load: () => Promise<T>): Promise<Seen<T>> {
  try {
    const value = await load();
    void keepSeen(name, value);
    return { value, at: null };
  } catch (thrown) {
    const problem = toProblem(thrown);
    if (problem.status === 403 || problem.status === 404) void forgetSeen(name);
    const kept = problem.passing ? await lastSeen<T>(name) : null;
    if (kept) return kept;
    throw problem;
  }
}
