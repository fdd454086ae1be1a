import { api, ask, setSessionHooks, tokens, type Answer as Asked } from "./client";
import type { RestoredSession } from "../bootstrap";
import { endSession, finishSignOut } from "./sign-out";
import { confirmDataLoss } from "./data-loss.svelte";
import type { components } from "./schema";

export type Person = components["schemas"]["Me"];
export type Role = Person["role"];
type Answer = Asked<components["schemas"]["AccessTokenAnswer"]>;

/**
 * starting: not known yet. out: nobody is signed in. in: somebody is, also while the server is
 * unreachable. ended: the session expired without a sign-out: the screen stays and asks to sign in.
 */
export type Status = "starting" | "out" | "in" | "ended";

/** Storage of the signed-in person, so that the client can start without the server. */
export interface PersonStorage {
  load: () => Promise<Person | null>;
  save: (person: Person) => Promise<void>;
}

let status = $state<Status>("starting");
let person = $state.raw<Person | null>(null);
let arrivals = $state(0);
let personStorage: PersonStorage = { load: async () => null, save: async () => {} };
const signOutHandlers: (() => void | Promise<void>)[] = [];
const channel = new BroadcastChannel("tajriba-session");

/** Who is signed in. */
export const session = {
  get status(): Status {
    return status;
  },
  get person(): Person | null {
    return person;
  },
  /** Whether a second factor has to be set up before anything else. */
  get limited(): boolean {
    return person !== null && person.second_factor_required && !person.second_factor;
  },
  /** Number of sign-ins: requests that were rejected before one are repeated. */
  get arrivals(): number {
    return arrivals;
  },
};

/** Run `forget` when the person signs out or another person signs in. */
export function onSignOut(forget: () => void | Promise<void>): void {
  signOutHandlers.push(forget);
}

/** Set the storage of the signed-in person. */
export function setPersonStorage(place: PersonStorage): void {
  personStorage = place;
}

/** Find out who is signed in: by the cookie, or from storage where the server is unreachable. */
export async function restoreSession(
  restored: Promise<RestoredSession>,
  lastPerson: Promise<Person | null>,
): Promise<void> {
  const [found, remembered] = await Promise.all([restored, lastPerson]);
  if (found !== null && found !== "nobody") {
    tokens.take(found.token);
    await setPerson(found.person, remembered);
    return;
  }
  person ??= remembered;
  if (person === null) status = "out";
  else if (found === "nobody") status = "ended";
  else [status, arrivals] = ["in", arrivals + 1]; // The last person may read the cached data.
}

/**
 * Sign in; throws a `Problem`. Data of another person on this device is deleted first, unless the
 * reader declines: then nobody is signed in.
 */
export async function signIn(email: string, password: string, code?: string): Promise<void> {
  if (!(await mayReplace((one) => sameAddress(one.email, email)))) return;
  const body = { email, password, ...(code && { code }) };
  await signInWith(() => api.POST("/api/auth/login", { body }));
}

/**
 * Open a patient's account; throws a `Problem`. Answers "mailed" where a link was sent that has to
 * be opened first, and otherwise signs in.
 */
export async function signUp(
  body: components["schemas"]["Registration"],
): Promise<"mailed" | "in" | "declined"> {
  if (!(await mayReplace(() => false))) return "declined";
  const { mailed } = await ask(api.POST("/api/auth/register", { body }));
  if (mailed) return "mailed";
  const { email, password } = body;
  await signInWith(() => api.POST("/api/auth/login", { body: { email, password } }));
  return "in";
}

/** Open the account of a registration by the link that came by e-mail; throws a `Problem`. */
export async function confirmRegistration(secret: string, password: string): Promise<void> {
  if (!(await mayReplace(() => false))) return;
  await signInWith(() => api.POST("/api/auth/register/confirm", { body: { secret, password } }));
}

/** Ask anew who is signed in, after a change of the account; throws a `Problem`. */
export async function reloadPerson(): Promise<void> {
  person = await ask(api.GET("/api/auth/me"));
  void personStorage.save(person);
}

/** Sign in as a person of the demo clinic; throws a `Problem`. */
export async function signInAs(role: Role, name: string): Promise<void> {
  if (!(await mayReplace((one) => one.role === role && one.full_name === name))) return;
  await signInWith(() => api.POST("/api/demo/sign-in", { body: { role } }));
}

/** Whether the last person is the one who signs in, or their data may be deleted. */
async function mayReplace(comes: (one: Person) => boolean): Promise<boolean> {
  return person === null || comes(person) || confirmDataLoss();
}

function sameAddress(one: string, other: string): boolean {
  return one.toLowerCase() === other.trim().toLowerCase();
}

/**
 * Sign in by what a passkey signed; throws a `Problem`. Who it is shows only now: where it is
 * another person and the reader declines to delete the last one's data, nobody is signed in.
 */
export async function signInByPasskey(body: components["schemas"]["PasskeyAnswer"]): Promise<void> {
  await signInWith(() => api.POST("/api/auth/login/passkey", { body }), mayTake);
}

/** Sign in by what the identity provider sent back; throws a `Problem`. As by a passkey. */
export async function signInByProvider(
  body: components["schemas"]["ProviderAnswer"],
): Promise<void> {
  await signInWith(() => api.POST("/api/auth/oidc", { body }), mayTake);
}

/** Finish a sign-in by the identity provider that asked for more; throws a `Problem`. */
export async function confirmProviderSignIn(
  body: components["schemas"]["ProviderProof"],
): Promise<void> {
  await signInWith(() => api.POST("/api/auth/oidc/confirm", { body }), mayTake);
}

async function mayTake(token: components["schemas"]["AccessToken"]): Promise<boolean> {
  return mayReplace((one) => one.user_id === token.person.id);
}

async function signInWith(
  signing: () => Promise<Answer>,
  isWanted: (token: components["schemas"]["AccessToken"]) => Promise<boolean> = async () => true,
): Promise<void> {
  await finishSignOut();
  const token = await ask(signing());
  if (!(await isWanted(token))) return endSession(token.access_token);
  tokens.take(token);
  const me = await ask(api.GET("/api/auth/me"));
  await setPerson(me, person ?? (await personStorage.load()));
  channel.postMessage({ kind: "in", userId: me.user_id });
}

/**
 * Sign out here and in the other tabs; false where unsent reports would be lost and the reader
 * declines. While the server is unreachable, the session ends once it answers again.
 */
export async function signOut(): Promise<boolean> {
  if (!(await confirmDataLoss())) return false;
  const token = tokens.current;
  tokens.drop();
  await clearPerson();
  channel.postMessage({ kind: "out" });
  await endSession(token);
  return true;
}

/** Set the signed-in person; data of another person on this device is deleted first. */
async function setPerson(me: Person, previous: Person | null): Promise<void> {
  if (previous !== null && previous.user_id !== me.user_id) await forget();
  [person, status] = [me, "in"];
  arrivals += 1;
  void personStorage.save(me);
}

async function clearPerson(): Promise<void> {
  [person, status] = [null, "out"];
  await forget();
}

async function forget(): Promise<void> {
  for (const clear of signOutHandlers) await clear();
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
    void clearPerson();
  } else if (kind === "in" && userId === person?.user_id) {
    [status, arrivals] = ["in", arrivals + 1];
  } else if (kind === "in") {
    // The cookie belongs to another person now: show nothing of this one.
    location.assign(person === null ? location.href : "/");
  }
});
