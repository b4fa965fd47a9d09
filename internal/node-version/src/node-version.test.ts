import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { findNodeProblem, OLDEST_NODE } from "./node-version.js";

const root = join(import.meta.dirname, "../../..");

it.each(["22.18.0", "22.19.1", "23.0.0", "24.1.0", "26.10.0", "100.0.0", "24.0.0-nightly20250101"])(
  "accepts %s",
  (node) => {
    expect(findNodeProblem({ node })).toBeNull();
  },
);

it.each(["22.17.1", "22.2.0", "20.20.2", "18.20.8", "8.17.0", "0.10.48"])("refuses %s in one sentence", (node) => {
  expect(findNodeProblem({ node })).toBe(`needs Node.js 22.18 or newer; this is v${node}`);
});

it("accepts Bun, Deno and browsers, whatever they say of Node.js", () => {
  for (const versions of [{ node: "18.0.0", bun: "1.0.0" }, { node: "20.11.1", deno: "1.40.0" }, { node: "" }, {}]) {
    expect(findNodeProblem(versions)).toBeNull();
  }
});

it("accepts the Node.js that runs it", () => {
  expect(findNodeProblem()).toBeNull();
});

it("agrees with engines.node of each package that is published", () => {
  const manifests = globSync("{packages,apps}/*/package.json", { cwd: root });
  expect(manifests.length).toBeGreaterThan(0);
  for (const manifest of manifests) {
    const read = JSON.parse(readFileSync(join(root, manifest), "utf8"));
    expect(read.engines.node, manifest).toBe(`>=${OLDEST_NODE}`);
  }
});
