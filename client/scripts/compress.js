// Puts a `.br` beside each file of the built client that brotli makes smaller; the server sends it
// to who takes it, and makes gzip itself.
import { readFile, readdir, writeFile } from "node:fs/promises";
import { brotliCompressSync, constants } from "node:zlib";

const BUILT = new URL("../../src/tajriba/pages/built/", import.meta.url);
const TEXT = /\.(css|html|js|json|svg|webmanifest)$/;
const SMALL = 200;

function packed(bytes) {
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT, BROTLI_MAX_QUALITY } = constants;
  const params = {
    [BROTLI_PARAM_QUALITY]: BROTLI_MAX_QUALITY,
    [BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return brotliCompressSync(bytes, { params });
}

for (const name of await readdir(BUILT, { recursive: true })) {
  if (!TEXT.test(name)) continue;
  const file = new URL(name, BUILT);
  const bytes = await readFile(file);
  const small = packed(bytes);
  if (bytes.length > SMALL && small.length < bytes.length)
    await writeFile(`${file.pathname}.br`, small);
}
