import { existsSync, rmSync } from "node:fs";
import { constants, userInfo } from "node:os";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { displayText } from "@chat/protocol";
import { type ChatServer, createChatServer, readOpenFileLimit } from "@chat/server";
import { findAddresses } from "./addresses.ts";
import { writeBanner } from "./banner.ts";
import { explainConnectionLimit, findOpenFileProblem } from "./connection-limit.ts";
import { ConnectionPrinter } from "./connection-printer.ts";
import { joinNodes } from "./join-nodes.ts";
import { createLogger } from "./log.ts";
import type { ServerLog } from "./log-output.ts";
import { openControlSocket } from "./operator/control-socket.ts";
import { OperatorDesk } from "./operator/operator-desk.ts";
import { controlSocketPath, runtimeFile } from "./operator/runtime-file.ts";
import { journalOf, limitsOf, NO_SOCKET, type Options, splitList } from "./options.ts";
import { explainStartError } from "./start-error.ts";
import { isInTerminal, onLine } from "./terminal-lines.ts";

/** Time for the last output after the server has closed, in milliseconds, if nobody reads it. */
const LAST_OUTPUT_MS = 1_000;

/** A terminal sends SIGHUP when its window is closed, and SIGQUIT on Ctrl-\. */
const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;

/** The answer to a line that is neither `t` nor a command. */
const NO_COMMAND = { kind: "refused", text: "A command begins with a colon: :help lists them." } as const;

/** Windows has no such signal. */
const hasUserSignal = process.platform !== "win32";

/** The state of the process around a server. */
interface ServerState {
  isStopping: boolean;
}

/** Runs a chat server until a signal stops it. */
export async function serve(options: Options): Promise<void> {
  const logger = createLogger(options, process.stdout);
  process.on("exit", () => logger.flush());
  // The work that threw is half done, so nobody can know what would go wrong next. Rejections come here too.
  process.on("uncaughtException", (error) => {
    logger.fatal({ event: "crash" }, `Crashed: ${describe(error)}`);
    process.exit(1);
  });
  let started: StartedServer;
  const state = { isStopping: false };
  try {
    started = await start(options, logger, state);
  } catch (error) {
    const text = explainStartError(error, options);
    if (options.logFormat === "json") logger.fatal({ event: "start-failed" }, text);
    else console.error(`chat-server: ${text}`);
    process.exitCode = 1;
    return;
  }
  if (state.isStopping) return;
  const { server } = started;
  await listenToOperators(server, options, logger);
  announce(started, options, logger);
  listenToTerminal(server, options, logger);
}

interface StartedServer {
  readonly server: ChatServer;
  /** The address of the page for a teacher, in words; `null` without one. */
  readonly page: string | null;
}

async function start(options: Options, logger: ServerLog, state: ServerState): Promise<StartedServer> {
  const { host, port, reusePort, threads, allowLookAlikes, modules } = options;
  const nodes = await joinNodes(options, logger);
  try {
    const network = { host, port, reusePort, trustedProxies: splitList(options.trustedProxy), ...nodes };
    const policy = { limits: limitsOf(options), allowLookAlikes, ...journalOf(options) };
    const server = await createChatServer({ ...network, ...policy, threads, modules, logger });
    // From then on somebody may be online, and gets a goodbye.
    stopOnSignal(server, options.closeGraceMs, logger, state);
    await server.listen();
    try {
      const isReady = (): boolean => !state.isStopping && !nodes.backplane?.isDegraded;
      if (options.adminPort === undefined && !options.class) return { server, page: null };
      const { openAdminPort } = await import("./admin/admin-port.ts");
      return { server, page: await openAdminPort({ server, isReady }, options, logger) };
    } catch (error) {
      await server.close({ graceMs: 0 });
      throw error;
    }
  } catch (error) {
    // Otherwise it remains one of the nodes, and the process goes on.
    await nodes.backplane?.close();
    throw error;
  }
}

function announce({ server, page }: StartedServer, options: Options, logger: ServerLog): void {
  const { class: isClass, maxConnections, logFormat, quiet } = options;
  const { threadCount } = server;
  const { address, port } = server.address();
  const addresses = findAddresses(address);
  const openFiles = readOpenFileLimit();
  const connectionLimit = explainConnectionLimit(maxConnections, openFiles);
  if (logFormat === "json") {
    const { pid } = process;
    const room = { maxConnections, openFiles, threads: threadCount };
    const fields = { event: "listening", pid, address, port, ...addresses, ...room };
    logger.info(fields, `listening on port ${port}, with room for ${connectionLimit}, threads: ${threadCount}`);
  } else if (!quiet) {
    const { pid } = process;
    const means = { pid, isInTerminal: isInTerminal(), hasUserSignal };
    const place = { port, addresses, page: isClass ? page : null, exampleClient: findExampleClient() };
    process.stdout.write(writeBanner({ ...place, connectionLimit, threadCount, ...means }));
  }
  const problem = findOpenFileProblem(maxConnections, openFiles);
  if (problem !== null) logger.warn({ event: "few-open-files", openFiles }, problem);
}

/** The example is in the repository alone: the installed package has none. */
function findExampleClient(): string | null {
  const path = fileURLToPath(new URL("../../../examples/clients/python-framed/chat_client.py", import.meta.url));
  return existsSync(path) ? relative(process.cwd(), path) : null;
}

/** Prints all connections on SIGUSR2, and does what is typed in the server's terminal, or in that of `npm start`. */
function listenToTerminal(server: ChatServer, { logFormat }: Options, logger: ServerLog): void {
  const { print } = new ConnectionPrinter(server, logFormat, logger, process.stdout);
  if (hasUserSignal) process.on("SIGUSR2", print);
  const desk = new OperatorDesk(server, `${userInfo().username} at the terminal`);
  const typed = async (line: string): Promise<void> => {
    if (line.toLowerCase() === "t") return print();
    const { kind, text } = line.startsWith(":") ? await desk.answer(line) : NO_COMMAND;
    // Not between the lines of JSON.
    const output = logFormat === "json" ? process.stderr : process.stdout;
    output.write(kind === "asks" ? `${text} Type ":yes" to do it.\n` : `${text}\n`);
  };
  onLine(typed);
  process.on("message", (line) => void (typeof line === "string" && typed(line)));
}

/** Opens the socket for `chat-server control`. Without it the chat goes on. */
async function listenToOperators(server: ChatServer, options: Options, logger: ServerLog): Promise<void> {
  const { controlSocket, reusePort } = options;
  if (controlSocket === NO_SOCKET) return;
  const { port } = server.address();
  try {
    // On Windows it is a named pipe, which needs no folder.
    if (controlSocket === "" && process.platform !== "win32") await runtimeFile(port, "sock");
    const path = controlSocket || controlSocketPath(port, process.env);
    await openControlSocket(path, server);
    if (process.platform !== "win32") process.once("exit", () => rmSync(path, { force: true }));
  } catch (error) {
    const reason = (error as Error).message;
    // Of several nodes on one port the first listens, and its acts reach all.
    logger[reusePort ? "debug" : "warn"](
      { event: "no-control", error: reason },
      `no "chat-server control" for this server: ${describe(reason)}`,
    );
  }
}

/** Closes the server in order on the first signal, and ends the process at once on the second one. */
function stopOnSignal(server: ChatServer, graceMs: number, logger: ServerLog, state: ServerState): void {
  async function stop(signal: (typeof STOP_SIGNALS)[number]): Promise<void> {
    if (state.isStopping) process.exit(128 + constants.signals[signal]);
    state.isStopping = true;
    logger.info({ event: "stopping", signal, users: server.userCount }, `${signal}: stopping`);
    await server.close({ graceMs });
    logger.info({ event: "stopped" }, "stopped");
    // From now on, only output that is still being read keeps the process alive.
    setTimeout(() => process.exit(), LAST_OUTPUT_MS).unref();
  }
  for (const signal of STOP_SIGNALS) process.on(signal, stop);
}

function describe(error: unknown): string {
  return displayText(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
