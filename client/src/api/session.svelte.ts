import { api, ask, setSessionHooks, tokens, type Answer as Asked } from "./client";
import type { RestoredSession } from "../bootstrap";
import { endSession, finishSignOut } from "./sign-out";
import { confirmDataLoss } from "./data-loss.svelte";
import type { components } from "./schema";

export type Person = components["schemas"]["Me"];
export type Role = Person["role"];
type Answer = Asked<components["schemas"]["AccessTokenAnswer"]>;

/**
 * starting: not known yet. out: nobody. in: somebody, also while the server can't be reached.
 * ended: the session is over, but its person did not leave: the screen stays and asks to sign in.
 */
export type Status = "starting" | "out" | "in" | "ended";

/** Where this device remembers who was signed in, so that it can start without the server. */
export interface PersonStorage {
  load: () => Promise<Person | null>;
  save: (person: Person) => Promise<void>;
}

let status = $state<Status>("starting");
let person = $state.raw<Person | null>(null);
let arrivals = $state(0);
let memory: PersonStorage = { load: async () => null, save: async () => {} };
const leaving: (() => void | Promise<void>)[] = [];
const channel = new BroadcastChannel("tajriba-session");

/** Who is signed in. */
export const session = {
  get status(): Status {
    return status;
  },
  get person(): Person | null {
    return person;
  },
  /** How often somebody came in: what was refused in between is asked again. */
  get arrivals(): number {
    return arrivals;
  },
};

/** Run `forget` when a person leaves this device: signs out, or somebody else signs in. */
export function onSignOut(forget: () => void | Promise<void>): void {
  leaving.push(forget);
}

/** Say where the person is remembered for a start without the server. */
export function setPersonStorage(place: PersonStorage): void {
  memory = place;
}

/** Find out who is signed in: by the cookie, or by memory where the server is out of reach. */
export async function restoreSession(
  arrival: Promise<RestoredSession>,
  remembering: Promise<Person | null>,
): Promise<void> {
  const [found, remembered] = await Promise.all([arrival, remembering]);
  if (found !== null && found !== "nobody") {
    tokens.take(found.token);
    await take(found.person, remembered);
    return;
  }
  person ??= remembered;
  if (person === null) status = "out";
  else if (found === "nobody") status = "ended";
  else [status, arrivals] = ["in", arrivals + 1]; // Who was here last may read what is kept here.
}

/**
 * Sign in; throws a `Problem`. What another person left on this device is cleared first; who would
 * not lose it stays out.
 */
export async function signIn(email: string, password: string): Promise<void> {
  if (!(await makesWay((one) => sameAddress(one.email, email)))) return;
  await enter(() => api.POST("/api/auth/login", { body: { email, password } }));
}

/** Open a patient's account and sign in; throws a `Problem`. */
export async function signUp(body: components["schemas"]["Registration"]): Promise<void> {
  if (!(await makesWay(() => false))) return;
  await ask(api.POST("/api/auth/register", { body }));
  const { email, password } = body;
  await enter(() => api.POST("/api/auth/login", { body: { email, password } }));
}

/** Be a person of the demo clinic; throws a `Problem`. */
export async function signInAs(role: Role, name: string): Promise<void> {
  if (!(await makesWay((one) => one.role === role && one.full_name === name))) return;
  await enter(() => api.POST("/api/demo/sign-in", { body: { role } }));
}

/** Whether who was here last is the one who comes, or may be forgotten. */
async function makesWay(comes: (one: Person) => boolean): Promise<boolean> {
  return person === null || comes(person) || confirmDataLoss();
}

function sameAddress(one: string, other: string): boolean {
  return one.toLowerCase() === other.trim().toLowerCase();
}

async function enter(signing: () => Promise<Answer>): Promise<void> {
  await finishSignOut();
  const token = await ask(signing());
  tokens.take(token);
  const me = await ask(api.GET("/api/auth/me"));
  await take(me, person ?? (await memory.load()));
  channel.postMessage({ kind: "in", userId: me.user_id });
}

/**
 * Sign out here and in the other tabs; false where that would lose reports and one would rather
 * stay. Without the server the session ends when it is back.
 */
export async function signOut(): Promise<boolean> {
  if (!(await confirmDataLoss())) return false;
  const token = tokens.current;
  tokens.drop();
  await depart();
  channel.postMessage({ kind: "out" });
  await endSession(token);
  return true;
}

/** Let a person in; what another has left on this device is cleared first. */
async function take(me: Person, previous: Person | null): Promise<void> {
  if (previous !== null && previous.user_id !== me.user_id) await forget();
  [person, status] = [me, "in"];
  arrivals += 1;
  void memory.save(me);
}

async function depart(): Promise<void> {
  [person, status] = [null, "out"];
  await forget();
}

async function forget(): Promise<void> {
  for (const clear of leaving) await clear();
}

setSessionHooks({
  signedIn: () => status === "in" && person !== null,
  ended: () => {
    if (status === "in") status = "ended";
  },
});

channel.addEventListener("message", (event: MessageEvent<{ kind: string; userId?: number }>) => {
  const { kind, userId } = event.data;
  if (kind === "out" && status !== "out") {
    tokens.drop();
    void depart();
  } else if (kind === "in" && userId === person?.user_id) {
    [status, arrivals] = ["in", arrivals + 1];
  } else if (kind === "in") {
    // This browser's cookie is somebody else's now: nothing on this screen is theirs.
    location.assign(person === null ? location.href : "/");
  }
});
