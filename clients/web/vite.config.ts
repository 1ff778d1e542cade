import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// `npx vite` while working on it: pages from here, everything else from a server that runs.
const server = process.env["APISERVER"] ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react()],
  build: { target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 1500 },
  server: { proxy: { "^/(v1|auth|tricorder\\.)": server } },
});
