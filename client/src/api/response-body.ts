import type { components } from "./schema";

/** A value as the typed client gives it: its pairs are lists. */
type Given<T> = T extends (infer E)[]
  ? Given<E>[]
  : T extends object
    ? { [K in keyof T]: Given<T[K]> }
    : T;

/** What the server tells under a name of its document. */
export type Told<Name extends keyof components["schemas"]> = Given<components["schemas"][Name]>;
