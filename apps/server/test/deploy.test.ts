import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { chatServerCommand } from "../src/chat-server-command.ts";

const folder = fileURLToPath(new URL("../../../deploy", import.meta.url));

it.each(readdirSync(folder))("sets no option in deploy/%s that the command does not have", (name) => {
  const known = chatServerCommand.options.map(({ variable }) => variable);
  for (const [variable] of readFileSync(`${folder}/${name}`, "utf8").matchAll(/\bCHAT_[A-Z_]+/g)) {
    expect(known).toContain(variable);
  }
});

const mayNotSkip = process.env.CHAT_REQUIRE_TOOLCHAINS === "1";
const hasPromtool = mayNotSkip || spawnSync("promtool", ["--version"]).error === undefined;
if (!hasPromtool) console.log("skipped: promtool of Prometheus is not installed");

it.runIf(hasPromtool)("has a configuration that Prometheus takes", () => {
  const { status, stderr } = spawnSync("promtool", ["check", "config", "--syntax-only", `${folder}/prometheus.yml`]);
  expect(`${stderr}`).toBe("");
  expect(status).toBe(0);
});
