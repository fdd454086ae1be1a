import { type Problem, toProblem } from "../../api/problem";
import { retryAfterSignIn } from "../../api/retry-after-sign-in.svelte";

/** One page of a list, as `askPage` gives it. */
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
  /** Load what follows, or again what failed. */
  grow: () => Promise<void>;
  /** Begin anew. */
  reload: () => Promise<void>;
}

/** Load a list page by page; it begins anew when what `load` reads has changed. */
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
