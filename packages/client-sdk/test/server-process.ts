import { fork } from "node:child_process";
import { once } from "node:events";

/** How long a process may take to start, in milliseconds: generous, since the machine may be busy. */
const START_PATIENCE_MS = 60_000;

/**
 * Where it listens. Linux gives every test an address of its own: while the server is away nobody else takes its port
 * there, not even a client that is given that port by the system and would then connect to itself.
 */
export const SERVER_PROCESS_HOST = process.platform === "linux" ? "127.0.65.43" : "127.0.0.1";

/** A server in a process of its own, which can be killed as servers are: in the middle of whatever it does. */
export interface ServerProcess extends AsyncDisposable {
  readonly port: number;
  /** Kills it; resolves when it is gone. */
  kill(): Promise<void>;
}

/** @param port 0 lets the system choose */
export async function startServerProcess(port = 0): Promise<ServerProcess> {
  const script = new URL("server-process-main.ts", import.meta.url);
  const child = fork(script, [SERVER_PROCESS_HOST, `${port}`], { execArgv: ["--conditions=@chat/source"] });
  const exit = once(child, "exit");
  const [chosenPort] = (await once(child, "message", { signal: AbortSignal.timeout(START_PATIENCE_MS) })) as [number];

  async function kill(): Promise<void> {
    child.kill("SIGKILL");
    await exit;
  }
  return { port: chosenPort, kill, [Symbol.asyncDispose]: kill };
}
