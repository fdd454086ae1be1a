import { svelte } from "@sveltejs/vite-plugin-svelte";
import { VitePWA } from "vite-plugin-pwa";
import { defineConfig } from "vitest/config";

const SERVER = "http://127.0.0.1:8000";
const SERVED = ["/api", "/events", "/health", "/asyncapi.json", "/openapi.json", "/docs"];

export default defineConfig({
  plugins: [
    svelte(),
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
  },
  server: {
    proxy: {
      ...Object.fromEntries(SERVED.map((path) => [path, SERVER])),
      "/ws": { target: SERVER, ws: true },
    },
  },
  test: { include: ["src/**/*.test.ts"] },
});
