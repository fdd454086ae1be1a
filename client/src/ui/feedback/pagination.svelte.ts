import { type Problem, toProblem } from "../../api/problem";
import { retryAfterSignIn } from "../../api/retry-after-sign-in.svelte";

/** One page of a list, as `askPage` returns it. */
interface Page<T> {
  data: T[];
  next?: string | null;
}

/** A list that grows page by page. */
export interface Paginated<T> {
  readonly items: readonly T[];
  readonly more: boolean;
  readonly loading: boolean;
  readonly problem: Problem | null;
  /** Load the next page, or retry the one that failed. */
  grow: () => Promise<void>;
  /** Load the first page again. */
  reload: () => Promise<void>;
}

/** Load a list page by page; it starts over when the reactive state that `load` reads changes. */
export function paginated<T>(load: (cursor: string | undefined) => Promise<Page<T>>): Paginated<T> {
  let items = $state.raw<readonly T[]>([]);
  let next = $state<string | null>(null);
  let problem = $state.raw<Problem | null>(null);
  let loading = $state(true);
  let latest = 0;

  async function step(cursor: string | undefined): Promise<void> {
    const mine = ++latest;
    loading = true;
    try {
      const page = await load(cursor);
      if (mine !== latest) return;
      items = cursor === undefined ? page.data : [...items, ...page.data];
      [next, problem] = [page.next ?? null, null];
    } catch (thrown) {
      if (mine === latest) problem = toProblem(thrown);
    }
    if (mine === latest) loading = false;
  }

  $effect(() => {
    void step(undefined);
    return () => (latest += 1);
  });

  retryAfterSignIn(
    () => problem,
    () => step(undefined),
  );

  return {
    get items() {
      return items;
    },
    get more() {
      return next !== null;
    },
    get loading() {
      return loading;
    },
    get problem() {
      return problem;
    },
    grow: () => step(next ?? undefined),
    reload: () => step(undefined),
  };
}
