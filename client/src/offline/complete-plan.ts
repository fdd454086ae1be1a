import type { Diagnosis } from "./cached-queries.svelte";

/**
 * Whether a diagnosis holds all that its plan must not be printed without. One that an earlier
 * version of this app kept on the device may lack fields that its type promises.
 */
export function isComplete(diagnosis: Diagnosis): boolean {
  const { plan, urgent, withheld, whom_to_call, arrangement }: Partial<Diagnosis> = diagnosis;
  return (
    Array.isArray(urgent) &&
    typeof withheld === "boolean" &&
    typeof whom_to_call === "string" &&
    typeof arrangement === "string" &&
    Array.isArray(plan) &&
    plan.every(
      ({ route, cautions, correctives, dose }: Partial<(typeof plan)[number]>) =>
        typeof route === "string" &&
        Array.isArray(cautions) &&
        correctives !== undefined &&
        dose !== undefined,
    )
  );
}
