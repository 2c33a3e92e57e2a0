import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { words } from "./vite.words";

// `FOVEA` is the server that the pages talk to while one works on them.
const server = process.env.FOVEA ?? "http://127.0.0.1:7300";

export default defineConfig({
  plugins: [react(), words()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: { host: "127.0.0.1", proxy: { "/api": { target: server, changeOrigin: true } } },
  build: { target: "es2022", chunkSizeWarningLimit: 900 },
  test: {
    environment: "jsdom",
    globals: false,
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/test/setup.ts"],
    maxWorkers: 2,
    minWorkers: 1,
    // Nothing is timed here: on a busy machine a page takes seconds to come up.
    testTimeout: 300_000,
  },
});
