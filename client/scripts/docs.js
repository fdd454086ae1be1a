// Puts the page of /docs and its viewer beside the built client, so that neither comes from any
// other server. This is after Vite's build: the service worker shall not keep 1.5 MB for nobody.
import { cp } from "node:fs/promises";

const BUILT = new URL("../../src/tajriba/pages/built/docs/", import.meta.url);
const PAGE = new URL("../docs/", import.meta.url);
const VIEWER = new URL("../node_modules/swagger-ui-dist/", import.meta.url);
const NEEDED = ["swagger-ui.css", "swagger-ui-bundle.js", "LICENSE", "NOTICE"];

await cp(PAGE, BUILT, { recursive: true });
for (const name of NEEDED) await cp(new URL(name, VIEWER), new URL(name, BUILT));
