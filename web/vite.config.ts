/// <reference types="vitest/config" />
// The build of the web app. What is served with it (headers, fallbacks) lives in
// security-headers.json and scripts/serve.mjs.
import { readFileSync } from "node:fs";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { pdfFilesPlugin } from "./scripts/pdf-files.mjs";

/** The API document is served as a static file beside the API that it describes. */
function apiDocument(): Plugin {
  return {
    name: "akkoord-api-document",
    apply: "build",
    generateBundle() {
      this.emitFile({
        type: "asset",
        fileName: "api/openapi.json",
        source: readFileSync(new URL("src/api/openapi.json", import.meta.url), "utf8"),
      });
    },
  };
}

/** Lets the browser fetch the app while the first few lines of script pick a language. */
function preloadApp(): Plugin {
  return {
    name: "akkoord-preload-app",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle = {} }) {
        const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
        const app = chunks.find(({ moduleIds }) =>
          moduleIds.some((id) => id.endsWith("/src/start.tsx")),
        );
        if (!app) throw new Error("src/start.tsx is not in the build");
        return [app.fileName, ...app.imports].map((file) => ({
          tag: "link",
          attrs: { rel: "modulepreload", crossorigin: true, href: `/${file}` },
          injectTo: "head" as const,
        }));
      },
    },
  };
}

/** Modules that the sign-in page needs; scripts/budget.mjs tells when one of them weighs too much. */
const FIRST = [
  /^\0rolldown\/runtime/,
  /\/node_modules\/(react|react-dom|scheduler|wouter|regexparam|openapi-fetch|valibot)\//,
  /\/node_modules\/lucide-react\/dist\/esm\/(?!icons\/)/,
  /\/icons\/(check|circle-alert|circle-check|eye|eye-off|info|loader-circle|mail|phone|triangle-alert|wifi-off)\.m?js$/,
  /\/src\/(App|branding|start)\.tsx?$/,
  /\/src\/api\//,
  /\/src\/auth\/(SignIn|after)\.tsx?$/,
  /\/src\/i18n\/(language|format|problems)\.tsx?$/,
  /\/src\/ui\/(AuthLayout|Brand|Button|Contact|ErrorPage|ErrorSummary|LanguageSwitch|Notice|OfflineBanner|Page|fields|form|lazyPage|scroll|waiting)\.tsx?$/,
];
/** What every page behind signing in asks the portal with; long lists bring their own. */
const SESSION =
  /\/node_modules\/@tanstack\/(?!.*\/(useInfiniteQuery|infiniteQueryObserver))|\/src\/client\/(session|channel)\.ts$/;
const firstPage = (id: string) => FIRST.some((pattern) => pattern.test(id));

export default defineConfig({
  plugins: [
    react(),
    apiDocument(),
    preloadApp(),
    pdfFilesPlugin(),
    VitePWA({
      strategies: "injectManifest",
      srcDir: "src/sw",
      filename: "sw.ts",
      injectRegister: false,
      // The manifest is a plain file in public/, so that a firm can replace it as it can its theme.
      manifest: false,
      injectManifest: {
        globPatterns: ["index.html", "assets/*.{js,css}", "icons/*.{svg,png}"],
        // Documents are read with a connection only, and pdf.js is as heavy as all the rest.
        globIgnores: ["assets/pdfjs-*.js"],
      },
    }),
  ],
  resolve: {
    alias: {
      // The router brings a stand-in for what React has had since version 18.
      "use-sync-external-store/shim/index.js": "react",
    },
  },
  build: {
    target: ["chrome107", "edge107", "firefox104", "safari16"],
    // Every browser of that age preloads modules by itself; the polyfill would be dead weight.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    manifest: "build-manifest.json",
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What the first page needs comes in one file: gzip makes more of it than of eight.
          // The list is exact; with their imports, main.tsx's own few lines would be drawn in.
          includeDependenciesRecursively: false,
          groups: [
            { name: "first", test: firstPage },
            // Files of their own would be named one by one in the first page's script.
            { name: "session", test: SESSION },
            { name: "register", test: /\/src\/(register|trusted)\.ts$/ },
            { name: "pdfjs", test: /\/node_modules\/pdfjs-dist\// },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    proxy: { "/api": process.env.PORTAL_URL ?? "http://localhost:8080" },
  },
  test: {
    include: ["tests/unit/**/*.test.ts"],
    environment: "node",
  },
});
