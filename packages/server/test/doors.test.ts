import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const packageFolder = fileURLToPath(new URL("..", import.meta.url));
const tellLoads = fileURLToPath(new URL("fixtures/tell-loads.ts", import.meta.url));

/** Starts and closes a server with a number of event loops. */
const serve = (threads: number) => `
  const { createChatServer } = await import("@chat/server");
  const server = await createChatServer({ host: "127.0.0.1", port: 0, threads: ${threads} });
  await server.listen();
  if (server.threadCount !== ${threads}) throw new Error("The threads were not spread.");
  await server.close();`;

/** Runs a program in a process of its own. Returns the modules loaded there: `main file:///…`, or `thread file:///…`. */
async function listLoads(program: string): Promise<string[]> {
  const flags = ["--conditions=@chat/source", "--import", tellLoads, "--input-type=module", "--eval", program];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, flags, {
    cwd: packageFolder,
    timeout: 100_000,
  });
  expect(stderr).toBe("");
  return stdout.trimEnd().split("\n");
}

const ofNats = /\/@nats-io\/|\/server\/src\/nats\//;

describe("@chat/server", () => {
  it("loads nothing of NATS for a server of one event loop", async () => {
    const loads = await listLoads(serve(1));
    expect(loads).toContainEqual(expect.stringMatching(/^main .*\/server\/src\/index\.ts$/));
    expect(loads.filter((load) => ofNats.test(load))).toEqual([]);
  });

  // Elsewhere the system spreads no connections over threads.
  it.runIf(process.platform === "linux")("loads nothing of NATS for a server of threads, nor in those", async () => {
    const loads = await listLoads(serve(2));
    expect(loads).toContainEqual(expect.stringMatching(/^thread .*\/server\/src\/threads\/io-thread\.ts$/));
    expect(loads.filter((load) => ofNats.test(load))).toEqual([]);
  });
});

describe("@chat/server/nats", () => {
  it("loads NATS", async () => {
    const loads = await listLoads('await import("@chat/server/nats");');
    expect(loads).toContainEqual(expect.stringMatching(/^main .*\/server\/src\/nats\/nats-backplane\.ts$/));
    for (const name of ["transport-node", "kv"]) {
      expect(loads).toContainEqual(expect.stringContaining(`/node_modules/@nats-io/${name}/`));
    }
  });
});
