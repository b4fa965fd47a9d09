import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readCommandLine } from "@chat/command-line";
import { expect, it } from "vitest";
import { writeBanner } from "./banner.ts";
import { chatServerCommand } from "./chat-server-command.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

it("shows in the README what the command prints", () => {
  const banner = writeBanner({
    port: 65432,
    addresses: { onThisMachine: "127.0.0.1", onTheNetwork: "192.168.1.5" },
    connectionLimit: "19872 connections: 20000 open files less a reserve of 128",
    threadCount: 1,
    pid: 4711,
    isInTerminal: true,
    hasUserSignal: true,
    page: null,
    exampleClient: null,
  });
  expect(readme).toContain(banner.trimEnd());
});

it("has every option in the README's table", () => {
  const rows = chatServerCommand.options.map(({ flag, placeholder, default: preset, summary }) => {
    return `| \`${`${flag} ${placeholder}`.trim()}\` | ${preset} | ${summary} |`;
  });
  expect(readme.split("\n").filter((line) => line.startsWith("| `--"))).toEqual(rows);
});

it("shows commands whose options there are", () => {
  const commands = [...readme.matchAll(/^chat-server (--.*?)(?: +#.*)?$/gm)].map(([, args = ""]) => args);
  expect(commands).not.toEqual([]);
  for (const args of commands) {
    expect(readCommandLine(chatServerCommand, args.split(" "), {})).toMatchObject({ kind: "run" });
  }
});

it("has every event of the log in the README's table", () => {
  const table = readme.split("\n").filter((line) => line.startsWith("| `"));
  for (const folder of ["../../../packages/server/src", "."]) {
    const cwd = fileURLToPath(new URL(folder, import.meta.url));
    for (const file of globSync("**/*.ts", { cwd }).filter((path) => !path.endsWith(".test.ts"))) {
      const source = readFileSync(`${cwd}/${file}`, "utf8");
      for (const [, event = ""] of source.matchAll(/\bevent: "([a-z-]+)"/g)) {
        expect(
          table.some((row) => row.split("|")[1]?.includes(`\`${event}\``)),
          `${event} of ${file}`,
        ).toBe(true);
      }
    }
  }
});
