import type { Options } from "tsup";

/**
 * Leaves a package's `check-node.ts` in a file of its own, whose name `sideEffects` lists: bundlers then keep it, and nothing
 * else that a program does not use. As the first import it runs before anything that an older Node.js does not have.
 */
export const keepNodeCheckApart: NonNullable<Options["esbuildPlugins"]>[number] = {
  name: "keep-node-check-apart",
  setup(build) {
    build.onResolve({ filter: /\/check-node\.ts$/ }, ({ path, kind }) => {
      if (kind === "entry-point") return undefined;
      return { path: path.replace(/\.ts$/, ".js"), external: true, sideEffects: true };
    });
  },
};

/**
 * Builds a command for its tests from the sources as they are, those of the workspace's packages included: Node itself reads no
 * JSX. With zod inside, of which commands use a small part, each process starts in three quarters of the CPU time.
 */
export const commandUnderTest = {
  config: false,
  format: "esm",
  platform: "node",
  target: "node22",
  noExternal: [/^@chat\//, "zod"],
  clean: true,
  esbuildOptions(options) {
    options.conditions = ["@chat/source"];
  },
  silent: true,
} satisfies Options;
