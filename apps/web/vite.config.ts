import { defineConfig } from "vite";

export default defineConfig({
  base: "./",
  // The workspace's packages are bundled from their sources, as the tests see them.
  resolve: { conditions: ["@chat/source", "module", "browser", "development|production"] },
  build: {
    target: "es2024",
    // The policy of the admin port forbids `data:` addresses.
    assetsInlineLimit: 0,
    modulePreload: false,
  },
});
