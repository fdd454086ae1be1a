import type { components } from "./schema";

/** A value as the typed client returns it: tuples are arrays. */
type Plain<T> = T extends (infer E)[]
  ? Plain<E>[]
  : T extends object
    ? { [K in keyof T]: Plain<T[K]> }
    : T;

/** The type of a response under its schema name in the OpenAPI document. */
export type ResponseBody<Name extends keyof components["schemas"]> = Plain<
  components["schemas"][Name]
>;
