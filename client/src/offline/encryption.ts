/** Sealing values with a key that no script can read. */

export interface Encrypted {
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

const ALGORITHM = "AES-GCM";
const USES: KeyUsage[] = ["encrypt", "decrypt"];

/** Make a key of 256 bit that can be used and kept, but not read. */
export async function generateKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: ALGORITHM, length: 256 }, false, USES);
}

/** Seal a value under its name. */
export async function encrypt(key: CryptoKey, name: string, value: unknown): Promise<Encrypted> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(value));
  return { iv, data: await crypto.subtle.encrypt(bound(iv, name), key, plain) };
}

/** Open what was sealed under this name; throws where another key or name sealed it. */
export async function decrypt<T>(
  key: CryptoKey,
  name: string,
  { iv, data }: Encrypted,
): Promise<T> {
  const plain = await crypto.subtle.decrypt(bound(iv, name), key, data);
  return JSON.parse(new TextDecoder().decode(plain)) as T;
}

/** The name is sealed with the value, so that one can't be put in another's place. */
function bound(iv: Uint8Array<ArrayBuffer>, name: string): AesGcmParams {
  return { name: ALGORITHM, iv, additionalData: new TextEncoder().encode(name) };
}
