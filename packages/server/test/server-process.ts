import { fork } from "node:child_process";
import { once } from "node:events";
import { TestPeer } from "@chat/testing";
import type { ChatNodeOptions } from "../src/options.ts";

/** The state of a server process, with all garbage collected. */
export interface Vitals {
  readonly heapBytes: number;
  readonly userCount: number;
  readonly connectionCount: number;
  /** The handles that keep the process alive, by kind: listening socket, connections, timers. */
  readonly activeResources: readonly string[];
}

/** A server in a process of its own, so that its heap and its handles can be measured apart from the test's. */
export interface ServerProcess extends AsyncDisposable {
  readonly port: number;
  measure(): Promise<Vitals>;
  connect(localAddress?: string): Promise<TestPeer>;
  join(name: string): Promise<TestPeer>;
}

export async function startServerProcess(limits: ChatNodeOptions["limits"] = {}): Promise<ServerProcess> {
  const script = new URL("server-process-main.ts", import.meta.url);
  const child = fork(script, [JSON.stringify(limits)], { execArgv: ["--expose-gc", "--conditions=@chat/source"] });
  const [port] = (await once(child, "message")) as [number];

  async function connect(localAddress?: string): Promise<TestPeer> {
    return await TestPeer.connect({ port, ...(localAddress ? { localAddress } : {}) });
  }

  return {
    port,
    async measure() {
      child.send("measure");
      const [vitals] = (await once(child, "message")) as [Vitals];
      return vitals;
    },
    connect,
    async join(name) {
      const peer = await connect();
      peer.write(`${name}\n`);
      await peer.next();
      return peer;
    },
    async [Symbol.asyncDispose]() {
      const exit = once(child, "exit");
      child.kill("SIGKILL");
      await exit;
    },
  };
}
