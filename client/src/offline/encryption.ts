/** Encryption of values (AES-GCM) with a key that scripts cannot extract. */

export interface Encrypted {
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

const ALGORITHM = "AES-GCM";
const USES: KeyUsage[] = ["encrypt", "decrypt"];

/** Generate a 256-bit key that can be used and stored, but not extracted. */
export async function generateKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: ALGORITHM, length: 256 }, false, USES);
}

/** Encrypt a value, authenticated together with its name. */
export async function encrypt(key: CryptoKey, name: string, value: unknown): Promise<Encrypted> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(value));
  return { iv, data: await crypto.subtle.encrypt(parameters(iv, name), key, plain) };
}

/** Decrypt the value of this name; throws where the key or the name differs. */
export async function decrypt<T>(
  key: CryptoKey,
  name: string,
  { iv, data }: Encrypted,
): Promise<T> {
  const plain = await crypto.subtle.decrypt(parameters(iv, name), key, data);
  return JSON.parse(new TextDecoder().decode(plain)) as T;
}

/** The name is authenticated data, so that values cannot be swapped. */
function parameters(iv: Uint8Array<ArrayBuffer>, name: string): AesGcmParams {
  return { name: ALGORITHM, iv, additionalData: new TextEncoder().encode(name) };
}
