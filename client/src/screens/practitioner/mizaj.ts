import type { components } from "../../api/schema";

export type Mizaj = NonNullable<components["schemas"]["PatientView"]["mizaj"]>;

/** The nine temperaments, in their usual order. */
export const MIZAJ: readonly Mizaj[] = [
  "motadel",
  "garm",
  "sard",
  "tar",
  "khoshk",
  "garm_khoshk",
  "garm_tar",
  "sard_tar",
  "sard_khoshk",
];
