import { api, ask } from "./client";
import { Problem } from "./problem";
import { signInByPasskey } from "./session.svelte";

/** Whether this browser has passkeys for this address: they are for names, not for numbers. */
export function passkeysPossible(): boolean {
  return "PublicKeyCredential" in window && !/^[\d.]+$|:/.test(location.hostname);
}

/** Make a passkey after the password was asked for, and return codes to keep; throws a `Problem`. */
export async function addPasskey(name: string, password: string): Promise<string[]> {
  const begun = await ask(api.POST("/api/auth/passkeys", { body: { password } }));
  const { user, excludeCredentials, ...rest } = begun.public_key as unknown as CreationJson;
  const publicKey = {
    ...rest,
    challenge: bytes(rest.challenge),
    user: { ...user, id: bytes(user.id) },
    excludeCredentials: excludeCredentials.map((one) => ({ ...one, id: bytes(one.id) })),
  };
  const made = await asked(navigator.credentials.create({ publicKey }));
  const response = made.response as AuthenticatorAttestationResponse;
  const body = {
    name,
    client_data: text(response.clientDataJSON),
    attestation: text(response.attestationObject),
  };
  return (await ask(api.POST("/api/auth/passkeys/confirm", { body }))).codes;
}

/** Sign in with a passkey that the reader chooses; throws a `Problem`. */
export async function signInWithPasskey(): Promise<void> {
  const begun = await ask(api.POST("/api/auth/login/passkey/options"));
  const { challenge, ...rest } = begun.public_key as unknown as RequestJson;
  const publicKey = { ...rest, challenge: bytes(challenge) };
  const chosen = await asked(navigator.credentials.get({ publicKey }));
  const response = chosen.response as AuthenticatorAssertionResponse;
  await signInByPasskey({
    id: chosen.id,
    client_data: text(response.clientDataJSON),
    authenticator_data: text(response.authenticatorData),
    signature: text(response.signature),
  });
}

type CreationJson = Omit<
  PublicKeyCredentialCreationOptions,
  "challenge" | "user" | "excludeCredentials"
> & {
  challenge: string;
  user: { id: string; name: string; displayName: string };
  excludeCredentials: { type: "public-key"; id: string }[];
};
type RequestJson = Omit<PublicKeyCredentialRequestOptions, "challenge"> & { challenge: string };

/** What the reader chose; a `Problem` where they closed the question, or have none. */
async function asked(question: Promise<Credential | null>): Promise<PublicKeyCredential> {
  const found = await question.catch(() => null);
  if (found === null) throw new Problem("no_passkey");
  return found as PublicKeyCredential;
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const base64 = base64url.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
}

function text(buffer: ArrayBuffer): string {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
