import { svelte } from "@sveltejs/vite-plugin-svelte";
import { VitePWA } from "vite-plugin-pwa";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const SERVER = "http://127.0.0.1:8000";
const SERVED = ["/api", "/events", "/health", "/asyncapi.json", "/openapi.json", "/docs"];

const APART = /uplot|workbox|\/ui\/chart\.ts|\/i18n\/(fa|en)[./]/;

/**
 * Whether a module belongs to what every screen stands on. It is one file, so that a screen costs
 * one round trip more and not one for each of its buttons; a screen's own parts are another file.
 */
const CORE =
  /preload-helper|virtual:pwa|\/node_modules\/|\/src\/((ui|api|frame|i18n|styles)\/|[\w.]+$)/;
const core = (id: string): boolean => CORE.test(id.split("?")[0] ?? id) && !APART.test(id);

/** Ask for the words of the default language with the code, not after it. */
const earlyWords: Plugin = {
  name: "early-words",
  transformIndexHtml: {
    order: "post",
    handler: (_, { bundle }) => {
      const words = Object.values(bundle ?? {}).find((one) => one.name === "fa");
      if (!words) return [];
      const attrs = { rel: "modulepreload", crossorigin: true, href: `/${words.fileName}` };
      return [{ tag: "link", attrs, injectTo: "head" }];
    },
  },
};

export default defineConfig({
  plugins: [
    svelte(),
    earlyWords,
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
        codeSplitting: {
          groups: [{ name: "core", test: core, includeDependenciesRecursively: false }],
        },
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
