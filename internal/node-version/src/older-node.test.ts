import { spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { expect, it } from "vitest";
import { findNodeProblem } from "./node-version.js";

const olderNode = findOlderNode();
if (olderNode === null) console.warn("An older Node.js is not tested: none is installed.");

it.skipIf(olderNode === null)("prints one line on an older Node.js, and ends with exit code 2", () => {
  const { stdout, stderr, status } = runOnOlderNode(`if (canRun("chat")) console.log("runs");`);
  expect({ stdout, stderr, status }).toEqual({ stdout: "", stderr: `chat: ${olderNode?.problem}\n`, status: 2 });
});

it.skipIf(olderNode === null)("throws the sentence at programs on an older Node.js", () => {
  const { stderr, status } = runOnOlderNode(`requireNode("@chat/client-sdk");`);
  expect(stderr).toContain(`Error: @chat/client-sdk ${olderNode?.problem}\n`);
  expect(status).toBe(1);
});

function runOnOlderNode(program: string) {
  const imports = `import { canRun, requireNode } from ${JSON.stringify(new URL("node-version.js", import.meta.url))};`;
  return spawnSync(olderNode?.file ?? "", ["--input-type=module", "--eval", `${imports}\n${program}`], {
    encoding: "utf8",
  });
}

/** Returns the machine's own Node.js when it is too old for our packages: scripts run the repository's, which comes first. */
function findOlderNode(): { file: string; problem: string } | null {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const file = join(folder, process.platform === "win32" ? "node.exe" : "node");
    const { error, stdout } = spawnSync(file, ["--print", "process.versions.node"], { encoding: "utf8" });
    const problem = error ? null : findNodeProblem({ node: stdout.trim() });
    if (problem !== null) return { file, problem };
  }
  return null;
}
