import { resource, type Resource } from "../../../api/resource.svelte";
import { now } from "../../../clock.svelte";
import { t } from "../../../i18n/index.svelte";
import { announce } from "../../../ui/feedback/toasts.svelte";

const AGAIN_MS = 20_000;

/** What is asked again and again while it is looked at, and what has moved since. */
export interface Polled<T> {
  readonly of: Resource<readonly T[]>;
  /** The keys of what was told otherwise than the time before. */
  readonly moved: ReadonlySet<number>;
  /** When it was last told, by the server's clock. */
  readonly at: number | null;
}

/** Ask for rows, and again every 20 s as long as the page is seen. */
export function polled<T>(
  load: () => Promise<readonly T[]>,
  key: (one: T) => number,
  figure: (one: T) => unknown,
): Polled<T> {
  let moved = $state.raw<ReadonlySet<number>>(new Set());
  let at = $state<number | null>(null);
  let before: Map<number, unknown> | null = null;

  const of = resource(async () => {
    const rows = await load();
    const told = new Map(rows.map((one) => [key(one), figure(one)]));
    const last = before;
    moved = new Set([...told].flatMap(([id, one]) => (last && last.get(id) !== one ? [id] : [])));
    [before, at] = [told, now()];
    if (moved.size) announce(t("live.said_many", { n: moved.size }));
    return rows;
  });

  $effect(() => {
    const again = (): void => {
      if (document.visibilityState === "visible") void of.reload();
    };
    const timer = setInterval(again, AGAIN_MS);
    document.addEventListener("visibilitychange", again);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", again);
    };
  });

  return {
    of,
    get moved() {
      return moved;
    },
    get at() {
      return at;
    },
  };
}
