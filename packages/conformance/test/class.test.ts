import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { readClassFile } from "../src/commands/class/class-file.ts";
import { judgeClass, type ProgramResult } from "../src/commands/class/judge-class.ts";
import { writeClassCsv } from "../src/commands/class/write-csv.ts";
import { writeClassPage } from "../src/commands/class/write-page.ts";
import { writeClassTable } from "../src/commands/class/write-table.ts";
import { ClassFolder, classPrograms } from "./support/class-programs.ts";
import { CLI } from "./support/command-under-test.ts";
import { programPath } from "./support/judge-client.ts";

/** Runs the command, and returns what it wrote and its exit code. */
async function run(args: readonly string[], home: string) {
  const env = { ...process.env, HOME: home };
  const ran = promisify(execFile)(process.execPath, [CLI, "class", ...args], { env });
  return await ran.then(
    (output) => ({ ...output, code: 0 }),
    (ended: { readonly stdout: string; readonly stderr: string; readonly code: number }) => ended,
  );
}

/** The line of a program in the table, without the seconds. */
function lineOf(csv: string, { group, kind }: { readonly group: string; readonly kind: string }) {
  const line = csv.split("\r\n").find((text) => text.replaceAll('"', "").startsWith(`${group},${kind},`));
  return line?.split(",").toSpliced(6, 1);
}

it.concurrent("judges each program of a class as it does alone, whatever the others do", { timeout: 300_000 }, async ({
  expect,
}) => {
  using folder = new ClassFolder();
  using other = new ClassFolder();
  const [html, csv] = [join(folder.path, "class.html"), join(folder.path, "class.csv")];
  const check = ["sends-name", "sends-direct", "welcome", "answers-in-order"];
  const file = folder.write(classPrograms.all);
  const checks = check.flatMap((name) => ["--check", name]);
  // One after the other, while the program that hangs is waited for.
  const [ran, alone] = await Promise.all([
    run([file, "--html", html, "--csv", csv, "--at-once", "4", ...checks], folder.path),
    judgeClass(readClassFile(other.write(classPrograms.behaved)), { options: { check }, profile: "server", atOnce: 1 }),
  ]);
  expect(ran.code).toBe(1);
  expect(ran.stderr.trim().split("\n")).toHaveLength(classPrograms.all.length);
  expect(ran.stdout).toMatch(/^Forged +client +none .* C-3$/m);
  expect(ran.stdout).toMatch(/^Right +server +open /m);
  const table = readFileSync(csv, "utf8");
  // The rules start behind the counts and the remark.
  // Both tables have columns for the rules of clients and of servers.
  const aloneTable = writeClassCsv(alone);
  for (const result of alone) expect.soft(lineOf(table, result), result.group).toEqual(lineOf(aloneTable, result));
  expect(lineOf(table, { group: "Crashes", kind: "server" })?.[6]).toContain("The program ended with code 1.");
  expect(readFileSync(html, "utf8")).toContain("more than 4194304 bytes to stdout");
  // Neither the home of whoever runs the kit nor their machine keeps anything of these programs.
  expect((await promisify(execFile)("ls", ["-A", folder.path])).stdout.split("\n").toSorted()).toEqual([
    "",
    "class.csv",
    "class.html",
    "groups.json",
  ]);
  const processes = (await promisify(execFile)("ps", ["-eo", "args"])).stdout;
  // The programs that no other test judges at the same time.
  const own = ["hangs", "floods-output", "floods-connection", "floods-everyone", "writes-home"];
  const left = own.filter((name) => processes.includes(programPath(`${name}.py`)));
  expect(left).toEqual([]);
});

it.concurrent("ends the programs with itself", { timeout: 180_000 }, async ({ expect }) => {
  using folder = new ClassFolder();
  const mark = `mark-${process.pid}`;
  const command = ["node", "-e", "setInterval(() => undefined, 1_000)", "{port}", mark];
  const file = folder.write([{ group: "A", kind: "client", command }]);
  const kit = spawn(process.execPath, [CLI, "class", file, "--check", "sends-name"], { stdio: "ignore" });
  const ended = once(kit, "exit");
  const listed = async () => (await promisify(execFile)("ps", ["-eo", "args"])).stdout.includes(mark);
  await expect.poll(listed, { timeout: 60_000 }).toBe(true);
  kit.kill("SIGINT");
  expect(await ended).toEqual([130, null]);
  await expect.poll(listed, { timeout: 60_000 }).toBe(false);
});

it("names each wrong entry by its path, with what is allowed", async () => {
  using folder = new ClassFolder();
  const command = ["a", "{port}"];
  const problems = (programs: unknown) => {
    try {
      return readClassFile(folder.write(programs)).length;
    } catch (error) {
      return (error as Error).message.split("\n");
    }
  };
  expect(
    problems([
      { group: "A", kind: "client", command },
      { group: "A", kind: "server", address: "[::1]:1" },
    ]),
  ).toBe(2);
  expect(problems("A")).toEqual([expect.stringMatching(/^programs: .*expected array.* Allowed: a list of programs/)]);
  expect(problems([{ group: "A", kind: "klient" }])).toEqual([
    expect.stringMatching(/^programs\[0\]\.kind: .* Allowed: "client" or "server"\.$/),
  ]);
  expect(problems([{ group: "A", kind: "client", comand: command }])).toEqual([
    expect.stringMatching(/^programs\[0\]\.command: .* Allowed: a list of texts/),
    expect.stringMatching(/^programs\[0\]: Unrecognized key: "comand"/),
  ]);
  const twice = { group: "A", kind: "server", address: "1:1" };
  const wrong = (more: object) => problems([{ group: "A", kind: "client", command, ...more }]);
  expect(problems([twice, twice])).toEqual([expect.stringMatching(/^programs\[1\]\.group: there is another server/)]);
  expect(problems([{ ...twice, command }])).toEqual([expect.stringMatching(/^programs\[0\]\.address: .*either/)]);
  expect(problems([{ ...twice, address: "localhost" }])).toEqual([expect.stringMatching(/Allowed: HOST:PORT/)]);
  expect(wrong({ command: ["a", "65432"] })).toEqual([expect.stringMatching(/^programs\[0\]\.command: .*\{port\}/)]);
  expect(wrong({ folder: "nowhere" })).toEqual([
    expect.stringMatching(/^programs\[0\]\.folder: there is no such folder/),
  ]);
  expect(wrong({ recipe: "none.json" })).toEqual([expect.stringMatching(/^programs\[0\]\.recipe: .*ENOENT/)]);
  expect(wrong({ recipe: { shows: "screen" } })).toEqual([expect.stringMatching(/^programs\[0\]\.recipe\.shows: /)]);
});

it.concurrent("ends with code 2 for a file that can't be used, or a report that can't be written", async ({
  expect,
}) => {
  using folder = new ClassFolder();
  const noFile = await run([join(folder.path, "none.json")], folder.path);
  expect([noFile.code, noFile.stderr]).toEqual([2, expect.stringContaining("ENOENT")]);
  const file = folder.write([{ group: "A", kind: "server", address: "127.0.0.1:1" }]);
  const noFolder = await run([file, "--html", join(folder.path, "no/where.html")], folder.path);
  expect([noFolder.code, noFolder.stderr]).toEqual([2, expect.stringContaining("where.html")]);
});

it("shows what strangers wrote harmlessly: in a page, in a spreadsheet, in a terminal", () => {
  const hostile = '</td><script>alert(1)</script>"\u001b[2J\u202e\n=1';
  const groups = [hostile, '=cmd|"/c calc"!A0', " @SUM(1)", "＋1", "Grüne, rote", "-"];
  const results = groups.map(
    (group): ProgramResult => ({
      group,
      kind: "client",
      levels: [{ level: "bronze", state: "failed", failed: ["C-3"], notJudged: [] }],
      rules: [
        {
          rule: { number: "C-3", text: hostile, markdown: hostile, marks: {} },
          strength: "MUST",
          state: "failed",
          reasons: [hostile],
          checks: [],
        },
      ],
      failures: [{ rules: ["C-3"], title: hostile, mend: hostile, text: hostile }],
      seconds: 1,
      remark: hostile,
    }),
  );
  const page = writeClassPage(results);
  expect(page).not.toMatch(/<script|title="[^"]*<|(?:src|href)="[^#]/);
  expect(page).toContain('<a href="#p1-1">✗</a>');
  const lines = writeClassCsv(results).split("\r\n");
  expect(lines).toHaveLength(groups.length + 2);
  expect(lines.map((line) => line.slice(0, 12))).toEqual([
    "\ufeffgroup,kind,",
    '"</td><scrip',
    '"\'=cmd|""/c ',
    '"\' @SUM(1)",',
    "'＋1,client,n",
    '"Grüne, rote',
    "'-,client,no",
    "",
  ]);
  expect(lines[1]).toContain('</script>""␛[2J␤=1"');
  for (const text of [page, ...lines, writeClassTable(results)]) {
    expect(text).not.toContain("\u001b");
    expect(text).not.toContain("\u202e");
  }
});
