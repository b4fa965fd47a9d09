// `npm start`: from a fresh clone to a server that listens. Arguments go to the server: `npm start -- --port 5000`.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { node, nodeFlags, refuseTakenOptions } from "./launch.mjs";
import { build, buildPage, install } from "./prepare.mjs";
import { root } from "./run.mjs";

const isWindows = process.platform === "win32";

/** Signals closer together than this count as one: on Ctrl-C both the terminal and npm signal this process. */
const SAME_SIGNAL_MS = 100;

const npmShell = process.ppid;

refuseTakenOptions("npm start", ["port", "class"]);

await install();
await build("@chat/server-app");
if (process.argv.some((argument) => argument === "--class" || argument === "--class=true")) await buildPage();

// The server has a process group of its own. Otherwise Ctrl-C would reach it twice, from the terminal and from npm, and the second
// signal ends it at once. Windows has no such groups: there the console alone signals the server, once.
const server = spawn(
  node,
  [
    ...nodeFlags,
    "--import",
    new URL("end-with-launcher.mjs", import.meta.url).href,
    join(root, "apps", "server", "dist", "cli.js"),
    ...process.argv.slice(2),
  ],
  { stdio: ["inherit", "inherit", "inherit", "ipc"], detached: !isWindows },
);

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"]) process.on(signal, forward);

// The server can't read the terminal itself: it is in no group of this terminal.
if (!isWindows) {
  process.on("SIGUSR2", () => server.kill("SIGUSR2"));
  const { onLine } = await import("../apps/server/dist/terminal-lines.js");
  onLine((line) => server.connected && server.send(line));
}

let forwardedAt;
function forward(signal) {
  if (isWindows || performance.now() - forwardedAt < SAME_SIGNAL_MS) return;
  forwardedAt = performance.now();
  server.kill(signal);
}

// A signal for npm alone reaches the shell that npm runs this script in. Some shells die of it without passing it on.
if (process.env.npm_lifecycle_event !== undefined) {
  const watch = setInterval(() => {
    if (process.ppid === npmShell) return;
    clearInterval(watch);
    if (forwardedAt === undefined) forward("SIGTERM");
  }, 250);
  watch.unref();
}

server.on("exit", (code, signal) => {
  if (signal === null) {
    process.exitCode = code;
    return;
  }
  // Ends this process in the way the server ended. SIGUSR1 would not end it.
  process.exitCode = 128 + constants.signals[signal];
  if (signal === "SIGUSR1") return;
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
