import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defaultClientConditions, defaultServerConditions, defineConfig, type Plugin } from "vite";

/** Compresses once, here, what the server would have to at each request. */
const compressed: Plugin = {
  name: "compressed",
  closeBundle() {
    const assets = join(import.meta.dirname, "dist/assets");
    for (const name of readdirSync(assets).filter((one) => /\.(js|css)$/.test(one))) {
      const bytes = readFileSync(join(assets, name));
      writeFileSync(join(assets, `${name}.br`), brotliCompressSync(bytes));
      writeFileSync(join(assets, `${name}.gz`), gzipSync(bytes, { level: 9 }));
    }
  },
};

// `npx vite` while working on it: pages from here, everything else from a server that runs.
const server = process.env["APISERVER"] ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react(), compressed],
  // The client's sources, not what was built of them.
  resolve: { conditions: ["@tricorder/source", ...defaultClientConditions] },
  ssr: { resolve: { conditions: ["@tricorder/source", ...defaultServerConditions] } },
  build: { target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 1500 },
  // The server wants to be asked by its own pages: the host is that of the page.
  server: { proxy: { "^/(v1|auth|tricorder\\.)": { target: server, changeOrigin: false } } },
});
