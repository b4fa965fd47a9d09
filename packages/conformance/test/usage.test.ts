import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommandProcess, startScriptedServer } from "@chat/testing";
import { afterAll, expect, it, vi } from "vitest";
import type { Failure } from "../src/checks/failure.ts";
import { RecipeSchema } from "../src/client/recipe.ts";
import { readAddress } from "../src/commands/address.ts";
import { readClassFile } from "../src/commands/class/class-file.ts";
import { judgeClass } from "../src/commands/class/judge-class.ts";
import { classOfPrograms } from "../src/commands/class-command.ts";
import { client } from "../src/commands/client-command.ts";
import { readJson } from "../src/commands/read-json.ts";
import { server } from "../src/commands/server-command.ts";
import { Wire } from "../src/wire/wire.ts";
import { pathOf } from "./support/judge-client.ts";
import { judgeServer } from "./support/judge-server.ts";

const CLI = pathOf("../../src/cli.ts");
const SOURCE = ["--conditions=@chat/source", CLI];
const folder = mkdtempSync(join(tmpdir(), "usage-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the command, and returns what it printed and its exit code. */
async function run(...args: readonly string[]) {
  await using kit = new CommandProcess(CLI, args);
  const code = await kit.closed();
  return { code, output: kit.output, errors: kit.errors };
}

const CLIENT = ["--", "true", "{port}"];

it.each([
  ["a check that is none", server, ["127.0.0.1:1", "--check", "welcom"], "no check welcom. Did you mean welcome?"],
  ["a check of the other role", client, ["--check", "many-users", ...CLIENT], "no check many-users. "],
  ["a check of no role", classOfPrograms, ["--check", "welcom", "no-such-file"], "no check welcom. "],
  ["a port that is none", client, ["--port", "99999", ...CLIENT], '--port is "99999": it has to be a whole number'],
  ["a program that can't know the port", client, ["--", "true"], "write {port} into its command or its recipe"],
  ["an address of the web", server, ["http://127.0.0.1:80"], "Which server?"],
])("says what is wrong with %s, and judges nothing", async (_, command, args, problem) => {
  const complain = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const code = await command.execute(args);
  const said = complain.mock.calls.join("");
  complain.mockRestore();
  expect([code, said]).toEqual([2, expect.stringContaining(problem)]);
});

it("tells which commands there are", async () => {
  expect(await run("examine")).toMatchObject({ code: 2, errors: expect.stringContaining("server, client, class") });
});

it.each([
  [{ direct: "@{too} {text}" }, "Only these words are put in: {to}, {text}, {name}."],
  [{ leave: ["{host}"] }, "Only these words are put in: {name}."],
  [{ direct: [{ wait: "To:" }] }, 'steps like { "wait": "To:", "type": "{to}" }'],
  [{ name: "{nme}-bot" }, "Only {name} is put in."],
  [{ request: 5 }, "a text to type, or a list of such texts"],
])("says what is wrong with the recipe %j", (recipe, problem) => {
  expect(JSON.stringify(RecipeSchema.safeParse(recipe).error?.issues.map(({ message }) => message))).toContain(
    JSON.stringify(problem).slice(1, -1),
  );
});

it("reads JSON as editors of Windows write it, and names the file that is none", () => {
  const [good, bad] = [join(folder, "good.json"), join(folder, "bad.json")];
  writeFileSync(good, '\uFEFF{"leave":"/quit"}');
  writeFileSync(bad, "{leave}");
  expect(readJson(good)).toEqual({ leave: "/quit" });
  expect(() => readJson(bad)).toThrow(`${bad} is no JSON: `);
});

it("reads addresses, and no more", () => {
  expect(["[::1]:80", "host:80", "80"].map((text) => readAddress(text)?.port)).toEqual([80, 80, 80]);
  expect(["http://host:80", "host", "host:80/x", "host:65536"].map(readAddress)).toEqual([null, null, null, null]);
});

it.each([
  ["hangs up at once", (socket: Socket) => socket.end(), "the end of the connection"],
  ["speaks first", (socket: Socket) => socket.write("SSH-2.0-x\r\n"), "SSH-2.0-x"],
])("says how to mend a server that %s", async (_, serve, came) => {
  await using server = await startScriptedServer(serve);
  const { verdict } = await judgeServer(server.port, ["welcome"]);
  const [found] = verdict.failures.map(({ failure }) => failure.details);
  expect(found?.mend).toContain("send nothing until its name has come");
  expect(JSON.stringify(found?.came instanceof Uint8Array ? String(found.came) : found?.came)).toContain(came);
});

it("says of a host that does not exist that no host has this name", async () => {
  const failed = await Wire.connect("x".repeat(64), 1, "").catch((error: unknown) => error);
  expect((failed as Failure).details.mend).toMatch(/No host has this name|could not be looked up/);
});

it.runIf(process.platform === "linux")(
  "ends although a program has left something that keeps its output open",
  async () => {
    const leave = "env -i setsid sleep 300 & echo left $!";
    const { output } = await run("client", "--check", "sends-name", "--", "sh", "-c", leave, "{port}");
    process.kill(Number(/left (\d+)/.exec(output)?.[1]));
  },
);

it("tells the class why nothing of a client was judged", async () => {
  const file = join(folder, "class.json");
  const programs = [{ group: "A", kind: "client", command: ["no-such-program-here", "{port}"] }];
  writeFileSync(file, JSON.stringify({ programs }));
  const [result] = await judgeClass(readClassFile(file), { options: {}, profile: "server", atOnce: 1 });
  expect(result?.remark).toMatch(/^the program could not be started: .*ENOENT/);
});

it("ends the lens when nobody reads what it shows", async () => {
  await using server = await startScriptedServer((socket) => socket.end());
  const lens = spawn(process.execPath, [...SOURCE, "record", "--listen", "0", "--to", `127.0.0.1:${server.port}`]);
  const [line] = await once(lens.stdout, "data");
  const exit = once(lens, "exit");
  lens.stdout.destroy();
  const port = Number(/127\.0\.0\.1:(\d+)/.exec(String(line))?.[1]);
  connect(port, "127.0.0.1")
    .on("error", () => undefined)
    .resume();
  expect(await exit).toEqual([1, null]);
});
