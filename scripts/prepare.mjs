import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { copyPage } from "./copy-page.mjs";
import { pnpmScript } from "./programs.mjs";
import { root, runCaptured } from "./run.mjs";

/** Installs missing dependencies. A fresh clone needs only Node and npm; a complete one needs no network, and a moment. */
export async function install() {
  const isInstalled = existsSync(join(root, "node_modules", ".modules.yaml")) && existsSync(pnpmScript);
  const [command, ...args] = isInstalled ? ["pnpm"] : ["npx", "--yes", `pnpm@${pinnedPnpm()}`];
  await runQuietly("Installing what is missing", command, [...args, "install"]);
}

/** Builds a package, and those that it depends on, as far as they have changed since the last time. */
export async function build(packageName) {
  await runQuietly("Building", "pnpm", ["exec", "turbo", "run", "build", `--filter=${packageName}`]);
}

/** Builds the page for a teacher, and puts it beside the command. */
export async function buildPage() {
  await build("@chat/web");
  await copyPage();
}

function pinnedPnpm() {
  return JSON.parse(readFileSync(join(root, "package.json"), "utf8")).devDependencies.pnpm;
}

/** Runs a command and prints a sign of life while it works. When it fails, prints its output and ends. */
async function runQuietly(work, command, args) {
  let seconds = 0;
  const signOfLife = setInterval(() => {
    seconds += 2;
    if (seconds === 2 || seconds % 6 === 0) console.log(`${work} … ${seconds} s`);
  }, 2_000);
  const { code, output } = await runCaptured(command, args).finally(() => clearInterval(signOfLife));
  if (code === 0) return;
  console.error(`${output.trimEnd()}\n\n${work} failed.`);
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ETIMEDOUT|dns error|error sending request/i.test(output)) {
    console.error("The package registry cannot be reached. The first time needs a network; later ones do not.");
  }
  process.exit(1);
}
