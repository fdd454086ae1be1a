import { svelte } from "@sveltejs/vite-plugin-svelte";
import { VitePWA } from "vite-plugin-pwa";
import type { HtmlTagDescriptor, Plugin } from "vite";
import { defineConfig } from "vitest/config";

const SERVER = "http://127.0.0.1:8000";
const SERVED = ["/api", "/events", "/health", "/asyncapi.json", "/openapi.json", "/docs"];

const ALWAYS = /^(refresh|bootstrap|core)$/;
const REFRESH = /\/src\/(bootstrap\/refresh-session|api\/(sign-out|refresh)|mutex)\.ts$/;
const BOOTSTRAP =
  /preload-helper|\/idb\/|\/src\/(bootstrap\/|(appearance|timeout|routes|routing|preferences|i18n\/locales)\.ts$)|\/offline\/(personal-store|person|encryption|database|encrypted-store)\.ts$/;
const CORE =
  /virtual:pwa|\/node_modules\/|\/src\/((ui|api|frame|i18n|styles|offline|live)\/|[\w.]+$)/;
const SHARED = /screens\/patient\/\w+\/(RedFlags|UnsentReports)\.svelte/;
const APART =
  /uplot|workbox|\/ui\/charts\/chart\.ts|\/ui\/(forms\/(Combobox|ToggleChips|Checkbox|Select)|layout\/(Tabs|LinkRow)|feedback\/(ConfirmDialog|PagedList|pagination))\.svelte|\/i18n\/(fa|en)[./]/;

/**
 * What every screen stands on is one file, so that a screen costs one question more and not one
 * for each of its buttons. What asks the server for the first things is a small file before it, and
 * what renews the session a smaller one before that.
 */
const groups = [
  { name: "refresh", test: (id: string) => REFRESH.test(id) },
  { name: "bootstrap", test: (id: string) => BOOTSTRAP.test(id) },
  {
    name: "core",
    test: (id: string) => (CORE.test(bare(id)) && !APART.test(id)) || SHARED.test(id),
  },
];

function bare(id: string): string {
  return id.split("?")[0] ?? id;
}

/** Run the early files as soon as they are there, and ask for the words of the default language. */
const soon: Plugin = {
  name: "soon",
  transformIndexHtml: {
    order: "post",
    handler: (html, { bundle }) => {
      const built = Object.values(bundle ?? {});
      const addresses = ["refresh", "bootstrap", "fa"].map((name) => {
        const found = built.find((one) => one.name === name);
        return found && `/${found.fileName}`;
      });
      const [refresh, bootstrap, words] = addresses;
      if (!refresh || !bootstrap || !words) return html; // While developing nothing is bundled.
      const script = (src: string): HtmlTagDescriptor => {
        const attrs = { type: "module", async: true, crossorigin: true, src };
        return { tag: "script", attrs, injectTo: "head-prepend" };
      };
      const link = { rel: "modulepreload", crossorigin: true, href: words };
      return {
        html: html.replace(
          new RegExp(`\\s*<[^>]*"(${refresh}|${bootstrap})"[^>]*>(</script>)?`, "g"),
          "",
        ),
        tags: [script(refresh), script(bootstrap), { tag: "link", attrs: link, injectTo: "head" }],
      };
    },
  },
};

const SCREEN = /screen\(\s*"([^"]+)"[^]*?import\("\.([^"]+)"\)/g;

/**
 * Say in `screens.json` which files a screen needs beyond those of the page: the server names them
 * in the page that it sends for the screen's address, so that nothing waits to be discovered.
 */
const screens: Plugin = {
  name: "screens",
  apply: "build",
  generateBundle(_, bundle) {
    const chunks = Object.values(bundle).filter((one) => one.type === "chunk");
    const named = new Map(chunks.map((one) => [one.fileName, one]));
    const needed = (file: string, found: string[] = []): string[] => {
      const chunk = named.get(file);
      if (!chunk || ALWAYS.test(chunk.name) || found.includes(file)) return found;
      found.push(file);
      for (const one of chunk.imports) needed(one, found);
      return found;
    };
    const routes = [...this.getModuleIds()].find((id) => id.endsWith("/src/routes.ts")) ?? "";
    const source = this.getModuleInfo(routes)?.code ?? "";
    const files = [...source.matchAll(SCREEN)].flatMap(([, path = "", module]) => {
      const chunk = chunks.find((one) => one.facadeModuleId?.endsWith(`/src${module}`));
      if (!chunk) throw new Error(`No file of ${module} was built.`);
      const wanted = needed(chunk.fileName).map((one) => `/${one}`);
      const without = path.replace(/\/:\w+\?$/, "");
      return [...new Set([without, path.replace("?", "")])].map((one) => [one, wanted]);
    });
    if (files.length === 0) throw new Error("No screens were found in src/routes.ts.");
    const text = JSON.stringify(Object.fromEntries(files));
    this.emitFile({ type: "asset", fileName: "screens.json", source: text });
  },
};

export default defineConfig({
  plugins: [
    svelte(),
    soon,
    screens,
    VitePWA({
      registerType: "prompt",
      injectRegister: false,
      manifest: {
        id: "/",
        name: "تجربه · Tajriba",
        short_name: "تجربه",
        description: "شواهد زندهٔ طب ایرانی",
        lang: "fa",
        dir: "rtl",
        start_url: "/",
        display: "standalone",
        background_color: "#f6f4ef",
        theme_color: "#0f5c4f",
        categories: ["health", "medical"],
        icons: [
          { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
          { src: "/icon-512.png", sizes: "512x512", type: "image/png" },
          { src: "/icon-maskable.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
          { src: "/icon.svg", sizes: "any", type: "image/svg+xml" },
        ],
      },
      workbox: {
        globPatterns: ["**/*.{js,css,html,woff2,svg}", "icon-192.png"],
        navigateFallback: "/index.html",
        navigateFallbackDenylist: [
          /^\/(api|ws|events|health|metrics|docs|asyncapi\.json|openapi\.json)/,
        ],
      },
    }),
  ],
  build: {
    // Into the Python package, which serves it and carries it in its wheel.
    outDir: "../src/tajriba/pages/built",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    cssCodeSplit: false, // All of it is 8 kB: less than to ask for each screen's apart.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      checks: { pluginTimings: false }, // How long it took is no warning.
      output: {
        codeSplitting: { groups, includeDependenciesRecursively: false },
      },
    },
  },
  server: {
    proxy: {
      ...Object.fromEntries(SERVED.map((path) => [path, SERVER])),
      "/ws": { target: SERVER, ws: true },
    },
  },
  test: { include: ["src/**/*.test.ts"] },
});
