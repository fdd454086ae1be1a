import type { components } from "../api/schema";
import { vault } from "./personal-store";

type Person = components["schemas"]["Me"];

const NAME = "person";

/** Return who was signed in on this device, or null. */
export function keptPerson(): Promise<Person | null> {
  return vault.get<Person>(NAME);
}

/** Keep who is signed in, so that this device can start without the server. */
export function keepPerson(person: Person): Promise<void> {
  return vault.put(NAME, person);
}
