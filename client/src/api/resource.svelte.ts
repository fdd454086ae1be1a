import { type Problem, toProblem } from "./problem";
import { retryAfterSignIn } from "./retry-after-sign-in.svelte";

/** Data that a screen loads from the server. */
export interface Resource<T> {
  /** The last value; it stays during a reload and after a failed one. */
  readonly value: T | undefined;
  readonly problem: Problem | null;
  readonly loading: boolean;
  reload: () => Promise<void>;
}

/**
 * Load data, and again whenever the reactive state that `load` reads changes. Of overlapping
 * requests the latest wins. Call it while a component is initialised.
 */
export function resource<T>(load: () => Promise<T>): Resource<T> {
  let value = $state.raw<T>();
  let problem = $state.raw<Problem | null>(null);
  let loading = $state(true);
  let latest = 0;

  async function reload(): Promise<void> {
    const mine = ++latest;
    loading = true;
    try {
      const got = await load();
      if (mine === latest) [value, problem] = [got, null];
    } catch (thrown) {
      if (mine === latest) problem = toProblem(thrown);
    }
    if (mine === latest) loading = false;
  }

  $effect(() => {
    void reload();
    return () => (latest += 1);
  });

  retryAfterSignIn(() => problem, reload);

  return {
    get value() {
      return value;
    },
    get problem() {
      return problem;
    },
    get loading() {
      return loading;
    },
    reload,
  };
}
