import type { Component } from "svelte";
import type { Role } from "./api/session.svelte";

type Name<P extends string> = P extends `${string}:${infer Rest}`
  ? Rest extends `${infer One}/${infer More}`
    ? One | Name<More>
    : Rest
  : never;

/** The parameters of a path: each `:name` as a number, each `:name?` if present. */
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
  /** API paths that the screen requests first, with the route's `:name`s. */
  first: readonly string[];
}

/**
 * Return a route: path, key of the title, who may see it, loader of the screen, and the API paths
 * to prefetch before the screen's code has loaded.
 */
export function screen<P extends `/${string}`>(
  path: P,
  title: string,
  who: Who,
  load: () => Promise<{ default: Component<Params<P>> | Component }>,
  first: readonly string[] = [],
): Route {
  // The pattern yields exactly the parameters that the path names.
  return { path, title, who, pattern: patternOf(path), load: load as Route["load"], first };
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
