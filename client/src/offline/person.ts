import type { components } from "../api/schema";
import { personalStore } from "./personal-store";

type Person = components["schemas"]["Me"];

const NAME = "person";

/** Return the person who was last signed in on this device, or null. */
export function loadPerson(): Promise<Person | null> {
  return personalStore.get<Person>(NAME);
}

/** Store the signed-in person, so that the client can start without the server. */
export function savePerson(person: Person): Promise<void> {
  return personalStore.put(NAME, person);
}
