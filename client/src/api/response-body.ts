import type { components } from "./schema";

/** A value as the typed client gives it: its pairs are lists. */
type Plain<T> = T extends (infer E)[]
  ? Plain<E>[]
  : T extends object
    ? { [K in keyof T]: Plain<T[K]> }
    : T;

/** What the server tells under a name of its document. */
export type ResponseBody<Name extends keyof components["schemas"]> = Plain<
  components["schemas"][Name]
>;
