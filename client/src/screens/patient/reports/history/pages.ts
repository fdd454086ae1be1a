/** As many reports stand on one page of the history: more would be a page nobody scrolls. */
export const PAGE = 20;

/** What of a list one page shows, and where its first and last item stand in it, from 1. */
export interface ListPage<T> {
  items: readonly T[];
  first: number;
  last: number;
}

/** Return a page, counted from 0, of a list; the last page that there is where it lies behind. */
export function pageOf<T>(all: readonly T[], page: number): ListPage<T> {
  const start = Math.min(page, Math.max(0, Math.ceil(all.length / PAGE) - 1)) * PAGE;
  const items = all.slice(start, start + PAGE);
  return { items, first: start + 1, last: start + items.length };
}
