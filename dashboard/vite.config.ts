import { readFileSync } from "node:fs";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** The server of the gateway has a route for each file of this list and for nothing else. */
function listOfFiles(): Plugin {
  return {
    name: "list-of-files",
    enforce: "post",
    generateBundle(_options, bundle) {
      const files = [...Object.keys(bundle), "index.html"].filter((name, at, all) => all.indexOf(name) === at);
      this.emitFile({ type: "asset", fileName: "files.txt", source: files.sort().join("\n") + "\n" });
      this.emitFile({ type: "asset", fileName: "license-of-inter.txt", source: readFileSync("node_modules/@fontsource-variable/inter/LICENSE") });
    },
  };
}

export default defineConfig({
  // Relative, so that a proxy may show the admin port below a path of its own.
  base: "./",
  plugins: [react(), listOfFiles()],
  build: {
    target: "es2022",
    // The content security policy lets images and fonts come from the server alone, and no script stand in the page.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    license: { fileName: "licenses.md" },
  },
  server: {
    proxy: Object.fromEntries(
      ["/dashboard/api", "/dashboard/answered.json", "/analytics", "/explain", "/unused", "/usage"].map((path) => [path, process.env["GATEWAY"] ?? "http://127.0.0.1:8081"]),
    ),
  },
  test: { include: ["test/**/*.test.ts"], environment: "node" },
});
