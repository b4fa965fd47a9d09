import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createChatNode } from "@chat/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findPeer } from "../src/catalogue.ts";
import { findToolchainProblem } from "../src/language.ts";
import type { Target } from "./chat-peer.ts";
import { type Scenario, scenarios } from "./server-scenarios.ts";

/** Nothing but a fault reaches the patience. */
const RIGHT = { patienceMs: 60_000, quietMs: 200 };
/** A wrong server may do nothing at all. */
const WRONG = { patienceMs: 1_500, quietMs: 1_500 };

const problem = findToolchainProblem("python");
if (problem !== null && process.env.CHAT_REQUIRE_TOOLCHAINS === "1") throw new Error(problem);

/** A server, as the Python programs are asked for: one for each scenario, since scenarios count the users. */
const specifications: string[] = [];
const specify = (name: string, { seconds = {} }: Scenario) =>
  specifications.push(
    [
      name,
      ...Object.entries(seconds).map(([what, value]) => `${what.replace("nameEnd", "name_end")}_seconds=${value}`),
    ].join(":"),
  ) - 1;

const cases = scenarios.map((scenario) => ({
  scenario,
  base: specify("chat_server", scenario),
  wrong: scenario.wrong.map((name) => ({
    name,
    index: findPeer(name).language === "python" ? specify(name, scenario) : null,
  })),
}));

let pythonServers: ChildProcess;
const ports: number[] = [];

beforeAll(async () => {
  if (problem !== null) return;
  const program = join(import.meta.dirname, "serve_all.py");
  pythonServers = spawn("python3", ["-B", "-S", program, ...specifications], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: pythonServers.stdout as NodeJS.ReadableStream });
  lines.on("line", (line) => {
    ports.push(Number(line));
    if (ports.length === specifications.length) lines.close();
  });
  await once(lines, "close");
  expect(ports).toHaveLength(specifications.length);
});

afterAll(() => {
  pythonServers?.kill("SIGKILL");
});

/** Starts a server in JavaScript in this process. It is never stopped: the process ends with the tests. */
async function startJavaScript(name: string, { seconds = {} }: Scenario): Promise<number> {
  const { Server, ChatServer } = await import(join(import.meta.dirname, `../servers/${name}.js`));
  const server = new (Server ?? ChatServer)();
  for (const [what, value] of Object.entries(seconds)) server[`${what}Ms`] = value * 1_000;
  return server.listen(0);
}

describe.each(cases)("a right server $scenario.what", { concurrent: true }, ({ scenario, base }) => {
  const observe = (target: Target) => scenario.observe(target);

  it.skipIf(problem !== null)("as the base in Python does", async ({ expect }) => {
    expect(await observe({ port: ports[base] as number, ...RIGHT })).toEqual(scenario.right);
  });

  it("as the base in JavaScript does", async ({ expect }) => {
    const port = await startJavaScript("chat-server", scenario);
    expect(await observe({ port, ...RIGHT })).toEqual(scenario.right);
  });

  // The deadlines of our own server can't be shortened to those of the scenario.
  if (scenario.seconds !== undefined) return;

  it("as our own server does", async ({ expect }) => {
    const node = createChatNode({ host: "127.0.0.1", port: 0 });
    const { port } = await node.listen();
    expect(await observe({ port, ...RIGHT })).toEqual(scenario.right);
    await node.close({ graceMs: 0 });
  });
});

describe("a wrong server", { concurrent: true }, () => {
  for (const { scenario, wrong } of cases)
    for (const { name, index } of wrong)
      it.skipIf(index !== null && problem !== null)(
        `${name} shows its fault: ${findPeer(name).fault}`,
        async ({ expect }) => {
          const port = index === null ? await startJavaScript(name, scenario) : (ports[index] as number);
          const seen = await scenario.observe({ port, ...WRONG }).catch((error: Error) => error.message);
          if (process.env.SHOW_FAULTS) console.log(`FAULT ${name}: ${JSON.stringify(seen)}`);
          expect(seen).not.toEqual(scenario.right);
        },
      );
});
