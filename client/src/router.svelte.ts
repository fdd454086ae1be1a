import { askBeforeLeaving, isUnsaved } from "./ui/forms/unsaved.svelte";

let path = $state("/");
let search = $state("");

/** The current address. */
export const currentUrl = {
  get path(): string {
    return path;
  },
  get query(): URLSearchParams {
    return new URLSearchParams(search);
  },
};

/** Navigate to an address of this site. */
export function navigate(to: string, { replace = false } = {}): void {
  history[replace ? "replaceState" : "pushState"](null, "", to);
  arrive();
  if (!replace) scrollTo({ top: 0 });
}

/** Handle history events and clicks on internal links. */
export function startRouter(): void {
  addEventListener("popstate", goBack);
  addEventListener("click", follow);
  addEventListener("beforeunload", (event) => {
    if (isUnsaved()) event.preventDefault();
  });
  arrive();
}

function arrive(): void {
  [path, search] = [location.pathname, location.search];
}

/** Going back or on leaves a form too: the address stays until it is known that one wants that. */
function goBack(): void {
  const to = location.pathname + location.search;
  if (to === path + search || !isUnsaved()) return arrive();
  history.pushState(null, "", path + search);
  askBeforeLeaving(to);
}

/** Handle plain clicks on links to screens; the browser handles the others. */
function follow(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link?.href || link.target || link.hasAttribute("download")) return;
  const to = new URL(link.href);
  const elsewhere = to.origin !== location.origin || /^\/(docs|api)\b/.test(to.pathname);
  if (elsewhere || (to.hash && to.pathname === location.pathname)) return;
  event.preventDefault();
  const target = to.pathname + to.search + to.hash;
  if (isUnsaved()) askBeforeLeaving(target);
  else navigate(target);
}
