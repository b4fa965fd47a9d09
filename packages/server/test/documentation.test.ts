import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { MISTAKES } from "@chat/protocol/mistakes";
import { canTestWithNats, NatsServer } from "@chat/testing";
import { describe, expect, it } from "vitest";
import { CHAT_NODE_EVENT_NAMES } from "../src/chat-node-events.ts";
import { DisconnectReason } from "../src/connection/disconnect-reason.ts";
import { RECEIVER_MISTAKES } from "../src/connection/receiver-advice.ts";
import { standardEndpoints } from "../src/endpoints/index.ts";
import { LIMITS, type Limit } from "../src/limits.ts";

const packageFolder = new URL("..", import.meta.url);
const readme = readFileSync(new URL("README.md", packageFolder), "utf8");
const limitsPage = readFileSync(new URL("../../docs/limits.md", packageFolder), "utf8");

const limits: [string, Limit][] = Object.entries(LIMITS);

function amount(value: number): string {
  return value.toLocaleString("en-US");
}

/** Writes the range of a limit. The largest exact number is no bound in practice. */
function range({ min, max }: Limit): string {
  return max === Number.MAX_SAFE_INTEGER ? `${amount(min)} and more` : `${amount(min)} to ${amount(max)}`;
}

/** Writes the default of a limit. One depends on the machine, and is written as a formula. */
function preset(name: string, { default: value }: Limit): string {
  if (name === "maxConnections") return "open files − 128";
  return value === 0 ? "0 (off)" : amount(value);
}

/** Runs a program of the README as its reader would. */
function run(program: string) {
  const flags = ["--conditions=@chat/source", "--input-type=module", "--eval", program];
  return promisify(execFile)(process.execPath, flags, { cwd: fileURLToPath(packageFolder), timeout: 100_000 });
}

describe("docs/mistakes.md", () => {
  const page = readFileSync(new URL("../../docs/mistakes.md", packageFolder), "utf8");
  const mistakes = [...MISTAKES, ...RECEIVER_MISTAKES.map(({ mistake, remedy }) => ({ name: mistake, words: remedy }))];

  it.each(mistakes)("has $name, with what its client is told", ({ name, words }) => {
    const row = page.split("\n").find((line) => line.startsWith(`| \`${name}\` |`));
    expect(row).toContain(words.replaceAll("|", "\\|"));
  });
});

describe("docs/limits.md", () => {
  it("has the table of the limits as they are", () => {
    const rows = limits.map(
      ([name, limit]) =>
        `| \`${name}\` | ${limit.unit} | ${preset(name, limit)} | ${range(limit)} | ${limit.summary} ${limit.reason} |`,
    );
    const table = ["| limit | unit | default | from, to | what and why |", "| --- | --- | ---: | --- | --- |", ...rows];
    expect(limitsPage).toContain(table.join("\n"));
  });
});

describe("the README", () => {
  it("has the limits with their defaults", () => {
    const rows = limits.map(
      ([name, limit]) => `| \`${name}\` | ${limit.unit} | ${preset(name, limit)} | ${limit.summary} |`,
    );
    expect(readme).toContain(rows.join("\n"));
  });

  it("has every endpoint with its summary", () => {
    for (const { name, summary } of standardEndpoints) expect(readme).toContain(`| \`${name}\` | ${summary} |`);
  });

  it("has every reason for a disconnect", () => {
    for (const reason of Object.values(DisconnectReason)) expect(readme).toContain(`| \`${reason}\` |`);
  });

  it("has every event", () => {
    for (const name of CHAT_NODE_EVENT_NAMES) expect(readme).toMatch(new RegExp(`\\| \`${name}\` \\| .+ \\| .+ \\|`));
  });

  it("begins with a program that runs and shows what the README says", async () => {
    const [, program = ""] = /```js\n(.*?)```/s.exec(readme) ?? [];
    const [, output = ""] = /```text\n(.*?)```/s.exec(readme) ?? [];
    expect(program).not.toBe("");
    const { stdout, stderr } = await run(program);
    expect(stderr).toBe("");
    expect(stdout).toBe(output);
  });

  it.runIf(canTestWithNats("The README's node among others"))("shows how to be one of several nodes", async () => {
    await using broker = await NatsServer.start();
    const programs = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, program = ""]) => program);
    const program = programs.find((candidate) => candidate.includes("NatsBackplane.connect")) ?? "";
    const here = program
      .replace("nats://127.0.0.1:4222", broker.url)
      .replace("({ backplane })", '({ backplane, host: "127.0.0.1", port: 0 })');
    const { stdout, stderr } = await run(`${here}
      console.log(backplane.isDegraded ? "cut off" : "joined");
      await node.close();`);
    expect(stderr).toBe("");
    expect(stdout).toBe("joined\n");
  });
});
