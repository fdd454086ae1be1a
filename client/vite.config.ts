import { svelte } from "@sveltejs/vite-plugin-svelte";
import { VitePWA } from "vite-plugin-pwa";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const SERVER = "http://127.0.0.1:8000";
const SERVED = ["/api", "/events", "/health", "/asyncapi.json", "/openapi.json", "/docs"];

const EARLY =
  /preload-helper|\/src\/(early\/|api\/(leaving|renewing)|(routes|routing|storage)\.ts$)/;
const CORE = /virtual:pwa|\/node_modules\/|\/src\/((ui|api|frame|i18n|styles)\/|[\w.]+$)/;
const KEPT = /\/src\/(offline|live)\/|screens\/patient\/(Urgent|Waiting|Pills)\.svelte/;
const APART = /uplot|workbox|\/ui\/chart\.ts|\/i18n\/(fa|en)[./]/;

/**
 * What every screen stands on is one file, so that a screen costs one round trip more and not one
 * for each of its buttons; what a patient's screens share is another. What asks the server for the first things is a small file before it.
 */
const groups = [
  { name: "early", test: (id: string) => EARLY.test(id) },
  { name: "kept", test: (id: string) => KEPT.test(id) },
  { name: "core", test: (id: string) => CORE.test(id.split("?")[0] ?? id) && !APART.test(id) },
];

/** Run the early file as soon as it is there, and ask for the words of the default language. */
const soon: Plugin = {
  name: "soon",
  transformIndexHtml: {
    order: "post",
    handler: (html, { bundle }) => {
      const address = (name: string): string | undefined => {
        const found = Object.values(bundle ?? {}).find((one) => one.name === name);
        return found && `/${found.fileName}`;
      };
      const [early, words] = [address("early"), address("fa")];
      if (!early || !words) return html; // While developing nothing is bundled.
      const script = { type: "module", async: true, crossorigin: true, src: early };
      const link = { rel: "modulepreload", crossorigin: true, href: words };
      return {
        html: html.replace(new RegExp(`\\s*<[^>]*"${early}"[^>]*>(</script>)?`, "g"), ""),
        tags: [
          { tag: "script", attrs: script, injectTo: "head-prepend" },
          { tag: "link", attrs: link, injectTo: "head" },
        ],
      };
    },
  },
};

export default defineConfig({
  plugins: [
    svelte(),
    soon,
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
          /^\/(api|ws|events|health|metrics|docs|redoc|asyncapi\.json|openapi\.json)/,
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
    modulePreload: { polyfill: false },
    rolldownOptions: {
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
