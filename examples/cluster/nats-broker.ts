import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findNatsServer } from "@chat/testing";
import { ChildProgram } from "./child-program.ts";

const MISSING = `There is no nats-server here, and the nodes find one another through one. Install it:

  Debian, Ubuntu   sudo apt-get install nats-server
  macOS            brew install nats-server

Or let Docker run one, and say where it is:

  docker run --rm --publish 127.0.0.1:4222:4222 nats:2.12 -js
  npm run cluster -- --nats nats://127.0.0.1:4222`;

/** The number of its last lines that an error shows. */
const SHOWN_LINES = 10;

/** A nats-server for this machine alone, on a port that the system chooses, whose store goes with it. */
export class NatsBroker {
  readonly url: string;
  readonly #program: ChildProgram;
  readonly #folder: string;

  private constructor(url: string, program: ChildProgram, folder: string) {
    this.url = url;
    this.#program = program;
    this.#folder = folder;
  }

  /** Starts one, and waits until it takes connections. */
  static async start(file = findNatsServer()): Promise<NatsBroker> {
    if (file === null) throw new Error(MISSING);
    const folder = await mkdtemp(join(tmpdir(), "chat-cluster-"));
    const address = ["--addr", "127.0.0.1", "--port", "-1"];
    const program = new ChildProgram(file, [...address, "--jetstream", "--store_dir", folder]);
    try {
      return new NatsBroker(`nats://${await waitForAddress(program)}`, program, folder);
    } catch (error) {
      await remove(program, folder);
      throw error;
    }
  }

  /** The number of its process. */
  get pid(): number | undefined {
    return this.#program.pid;
  }

  /** Resolves with how it ended. */
  get ended(): Promise<string> {
    return this.#program.ended;
  }

  stop(): Promise<void> {
    return remove(this.#program, this.#folder);
  }
}

async function waitForAddress(program: ChildProgram): Promise<string> {
  const lines: string[] = [];
  let address: string | undefined;
  const { promise, resolve } = Promise.withResolvers<string>();
  program.linesOf("stderr").on("line", (line) => {
    lines.push(line);
    if (lines.length > SHOWN_LINES) lines.shift();
    address ??= /Listening for client connections on (\S+)/.exec(line)?.[1];
    if (address !== undefined && line.includes("Server is ready")) resolve(address);
  });
  const failure = program.ended.then((how) => {
    throw new Error(`The nats-server did not start (${how}):\n${lines.join("\n")}`);
  });
  return await Promise.race([promise, failure]);
}

async function remove(program: ChildProgram, folder: string): Promise<void> {
  await program.stop();
  await rm(folder, { recursive: true, force: true });
}
