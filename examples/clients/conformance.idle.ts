import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { bundledClients, findClient } from "./test/bundled-clients.ts";

const kit = join(import.meta.dirname, "../../packages/conformance");
const run = promisify(execFile);

/** Longest time of all tests together, in milliseconds: each of them waits for those before it. */
const TIMEOUT_MS = 900_000;
/** Two clients are judged at the same time, since the kit starts many programs at once and waits for most of its time. */
const judged = [Promise.resolve(""), Promise.resolve("")];

/** Returns the kit's report about a client. */
async function judge(command: readonly string[]): Promise<string> {
  const recipe = join(kit, "recipes/example-clients.json");
  const options = ["client", "--level", "silver", "--recipe", recipe, "--", ...command, "{host}", "{port}", "{name}"];
  const args = ["--conditions=@chat/source", join(kit, "src/cli.ts"), ...options];
  // The exit code says the same as the report.
  const { stdout } = await run(process.execPath, args).catch((ended: { readonly stdout: string }) => ended);
  return stdout;
}

describe.concurrent("each client keeps what the profile client demands", () => {
  for (const [index, { name }] of bundledClients.entries()) {
    const { client, canRun } = findClient(name, `The conformance of the ${name} client`);
    it.skipIf(!canRun)(name, { timeout: TIMEOUT_MS }, async () => {
      const before = judged[index % judged.length];
      const report = (async () => {
        await before;
        return await judge(await client.prepare());
      })();
      judged[index % judged.length] = report;
      const words = await report;
      expect(words).not.toMatch(/^silver: no/m);
      // Only a machine that was too busy may leave it open.
      expect(words).toMatch(/^silver: yes$|not judged: .*(too busy|was not over after)/m);
    });
  }
});
