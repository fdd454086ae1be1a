import { type Problem, toProblem } from "./problem";
import { retryAfterSignIn } from "./retry-after-sign-in.svelte";

/** Something that a screen shows once the server has told it. */
export interface Resource<T> {
  /** What was last told; it stays while it is asked again, and where asking fails. */
  readonly value: T | undefined;
  readonly problem: Problem | null;
  readonly loading: boolean;
  reload: () => Promise<void>;
}

/**
 * Ask for something whenever what `load` reads has changed. Of overlapping answers the last asked
 * wins. Call it while a component starts.
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
