let path = $state("/");
let search = $state("");

/** Where the reader is. */
export const currentUrl = {
  get path(): string {
    return path;
  },
  get query(): URLSearchParams {
    return new URLSearchParams(search);
  },
};

/** Go to an address of this site. */
export function navigate(to: string, { replace = false } = {}): void {
  history[replace ? "replaceState" : "pushState"](null, "", to);
  arrive();
  if (!replace) scrollTo({ top: 0 });
}

/** Follow the address, and links within the site, as long as the page lives. */
export function startRouter(): void {
  addEventListener("popstate", arrive);
  addEventListener("click", follow);
  arrive();
}

function arrive(): void {
  [path, search] = [location.pathname, location.search];
}

/** Leave to the browser what is not a plain click on a link to one of our screens. */
function follow(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link?.href || link.target || link.hasAttribute("download")) return;
  const to = new URL(link.href);
  const elsewhere = to.origin !== location.origin || /^\/(docs|api)\b/.test(to.pathname);
  if (elsewhere || (to.hash && to.pathname === location.pathname)) return;
  event.preventDefault();
  navigate(to.pathname + to.search + to.hash);
}
