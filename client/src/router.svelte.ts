import type { Component } from "svelte";
import type { Role } from "./api/session.svelte";

type Name<P extends string> = P extends `${string}:${infer Rest}`
  ? Rest extends `${infer One}/${infer More}`
    ? One | Name<More>
    : Rest
  : never;

/** What a screen of a path is given: each `:name` as a number, each `:name?` where it is there. */
export type Params<P extends string> = {
  [N in Name<P> as N extends `${string}?` ? never : N]: number;
} & { [N in Name<P> as N extends `${infer Bare}?` ? Bare : never]?: number };

type Screen = Component<Record<string, number>>;
export type Who = "all" | "signed-in" | readonly Role[];

export interface Route {
  path: string;
  title: string;
  who: Who;
  pattern: RegExp;
  load: () => Promise<{ default: Screen }>;
}

/** Name the screen of a path, its title's key and who may see it. */
export function screen<P extends `/${string}`>(
  path: P,
  title: string,
  who: Who,
  load: () => Promise<{ default: Component<Params<P>> | Component }>,
): Route {
  // The pattern gives a screen exactly the parameters that its path names.
  return { path, title, who, pattern: patternOf(path), load: load as Route["load"] };
}

function patternOf(path: string): RegExp {
  const pattern = path
    .replace(/\/:(\w+)\?/g, "(?:/(?<$1>[1-9]\\d{0,15}))?")
    .replace(/:(\w+)/g, "(?<$1>[1-9]\\d{0,15})");
  return new RegExp(path === "/" ? "^/$" : `^${pattern}/?$`);
}

/** Return the route of an address and its parameters, or null. */
export function match(
  routes: readonly Route[],
  path: string,
): { route: Route; params: Record<string, number> } | null {
  for (const route of routes) {
    const found = route.pattern.exec(path);
    if (found === null) continue;
    const given = Object.entries(found.groups ?? {}).filter(([, text]) => text !== undefined);
    return { route, params: Object.fromEntries(given.map(([name, text]) => [name, Number(text)])) };
  }
  return null;
}

let path = $state("/");
let search = $state("");

/** Where the reader is. */
export const place = {
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
  const elsewhere = to.origin !== location.origin || /^\/(docs|redoc|api)\b/.test(to.pathname);
  if (elsewhere || (to.hash && to.pathname === location.pathname)) return;
  event.preventDefault();
  navigate(to.pathname + to.search + to.hash);
}
