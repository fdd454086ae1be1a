import { resource, type Resource } from "../../../api/resource.svelte";
import { now } from "../../../clock.svelte";
import { t } from "../../../i18n/index.svelte";
import { announce } from "../../../ui/feedback/toasts.svelte";

const INTERVAL_MS = 20_000;

/** Rows that are polled while the page is visible, and which of them changed. */
export interface Polled<T> {
  readonly of: Resource<readonly T[]>;
  /** The keys of the rows that changed with the last poll. */
  readonly changed: ReadonlySet<number>;
  /** The time of the last poll, by the server's clock. */
  readonly at: number | null;
}

/** Load rows, and poll them every 20 s while the page is visible. */
export function polled<T>(
  load: () => Promise<readonly T[]>,
  key: (one: T) => number,
  figure: (one: T) => unknown,
): Polled<T> {
  let changed = $state.raw<ReadonlySet<number>>(new Set());
  let at = $state<number | null>(null);
  let before: Map<number, unknown> | null = null;

  const of = resource(async () => {
    const rows = await load();
    const figures = new Map(rows.map((one) => [key(one), figure(one)]));
    const last = before;
    changed = new Set(
      [...figures].flatMap(([id, one]) => (last && last.get(id) !== one ? [id] : [])),
    );
    [before, at] = [figures, now()];
    if (changed.size) announce(t("live.said_many", { n: changed.size }));
    return rows;
  });

  $effect(() => {
    const again = (): void => {
      if (document.visibilityState === "visible") void of.reload();
    };
    const timer = setInterval(again, INTERVAL_MS);
    document.addEventListener("visibilitychange", again);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", again);
    };
  });

  return {
    of,
    get changed() {
      return changed;
    },
    get at() {
      return at;
    },
  };
}
