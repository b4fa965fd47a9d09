// `pnpm check:start`: the first minutes of a newcomer. Clones the last commit, runs `npm start` twice, and joins the chat each
// time; neither builds the page, which `npm start -- --class` does. Then sends the script of `npm start` the signals that other
// programs may send.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createConnection, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { root } from "./run.mjs";
import { withTemporaryDirectory } from "./temporary-directory.mjs";
import { output } from "./workspace.mjs";

const firstStartSeconds = 120;
const laterStartSeconds = 10;
const classStartSeconds = 60;

await withTemporaryDirectory(async (directory) => {
  const clone = join(directory, "clone");
  await output("git", ["clone", "--quiet", root, clone], { cwd: directory });
  for (const [title, allowedSeconds, ...args] of [
    ["first start", firstStartSeconds],
    ["second start", laterStartSeconds],
    ["start with the page", classStartSeconds, "--class", "--admin-port", "0"],
  ]) {
    const seconds = await startAndStop(clone, allowedSeconds, args);
    const hasPage = existsSync(join(clone, "apps", "server", "dist", "page", "index.html"));
    if (hasPage !== args.includes("--class")) throw new Error(`${title}: the page was ${hasPage ? "" : "not "}built`);
    console.log(
      `✓ ${title}: served after ${seconds.toFixed(1)} s (${allowedSeconds} s allowed), said goodbye on Ctrl-C`,
    );
  }
  await signalScript(clone);
  console.log("✓ signals: SIGUSR1 did nothing, SIGUSR2 showed all connections, SIGQUIT said goodbye");
});

/** Returns the seconds from `npm start` to the first welcome. */
async function startAndStop(clone, allowedSeconds, args) {
  const startedAt = performance.now();
  const port = await findFreePort();
  // A process group, as a terminal makes one: Ctrl-C then reaches npm and all that it started.
  const npm = spawn("npm", ["start", "--", "--host", "127.0.0.1", "--port", `${port}`, ...args], {
    cwd: clone,
    env: environmentOfNewcomer(),
    stdio: ["ignore", "inherit", "inherit"],
    detached: true,
  });
  const exited = once(npm, "exit");
  try {
    const deadline = AbortSignal.any([AbortSignal.timeout(allowedSeconds * 1_000), abortWhen(exited)]);
    const socket = await connect(port, deadline);
    socket.write("Newcomer\n");
    await readUntil(socket, "SERVER");
    const seconds = (performance.now() - startedAt) / 1_000;
    process.kill(-npm.pid, "SIGINT");
    await readUntil(socket, "shutting down");
    socket.destroy();
    await exited;
    return seconds;
  } finally {
    if (npm.exitCode === null && npm.signalCode === null) process.kill(-npm.pid, "SIGTERM");
  }
}

/** Starts the script by itself, so that signals reach it alone. A debugger that opens, or a crash, shows in its output. */
async function signalScript(clone) {
  const port = await findFreePort();
  const script = spawn("node", ["scripts/start.mjs", "--host", "127.0.0.1", "--port", `${port}`], {
    cwd: clone,
    env: environmentOfNewcomer(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  let shown = "";
  script.stdout.setEncoding("utf8").on("data", (text) => {
    shown += text;
  });
  script.stderr.setEncoding("utf8").on("data", (text) => {
    errors += text;
  });
  const exited = once(script, "close");
  try {
    const deadline = AbortSignal.any([AbortSignal.timeout(laterStartSeconds * 1_000), abortWhen(exited)]);
    const socket = await connect(port, deadline);
    script.kill("SIGUSR1");
    socket.write("Newcomer\n");
    await readUntil(socket, "SERVER");
    script.kill("SIGUSR2");
    while (!/\nNewcomer +127\.0\.0\.1:/.test(shown)) await once(script.stdout, "data", { signal: deadline });
    script.kill("SIGQUIT");
    await readUntil(socket, "shutting down");
    socket.destroy();
    const [code] = await exited;
    if (code !== 0 || errors !== "") throw new Error(`npm start ended with code ${code}, and wrote:\n${errors}`);
  } finally {
    if (script.exitCode === null && script.signalCode === null) script.kill("SIGTERM");
  }
}

/** Returns our environment without the additions of pnpm: a newcomer's `node` is the machine's own. */
function environmentOfNewcomer() {
  const entries = Object.entries(process.env).filter(([name]) => !/^(npm|pnpm)_/i.test(name));
  const paths = (process.env.PATH ?? "").split(":").filter((path) => !path.includes("node_modules"));
  return { ...Object.fromEntries(entries), PATH: paths.join(":") };
}

function abortWhen(event) {
  const controller = new AbortController();
  event.then(() => controller.abort(new Error("npm start ended too early")));
  return controller.signal;
}

async function findFreePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

async function connect(port, deadline) {
  for (;;) {
    deadline.throwIfAborted();
    const socket = createConnection(port, "127.0.0.1");
    try {
      await once(socket, "connect");
      // While nobody listens, the system may choose this very port for our side: then we would talk to ourselves.
      if (socket.localPort !== port) return socket;
      socket.destroy();
    } catch {
      // Nobody listens yet.
    }
    await delay(100);
  }
}

/** Reads until a text has come, and fails when the connection ends before it, or nothing comes for 10 s. */
async function readUntil(socket, text) {
  let received = "";
  socket.setTimeout(10_000, () => socket.destroy(new Error("nothing came for 10 s")));
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    received += chunk;
    if (received.includes(text)) return;
  }
  throw new Error(`The connection ended before "${text}" came, after: ${received}`);
}
