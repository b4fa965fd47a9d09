import { once } from "node:events";
import { readCommandLine, writeHelp, writeProblems } from "@chat/command-line";
import { ignoreUserSignals } from "@chat/command-line/user-signals";
import { type ClusterOptions, clusterCommand, NODE_COUNT } from "./cluster-command.ts";
import { NatsBroker } from "./nats-broker.ts";
import { ServerNode } from "./server-node.ts";
import { type BrokerAddress, writeWelcome } from "./welcome.ts";

ignoreUserSignals();

const commandLine = readCommandLine(clusterCommand, process.argv.slice(2), process.env);
switch (commandLine.kind) {
  case "run":
    await run(commandLine.options).catch((error: Error) => {
      console.error(`cluster: ${error.message}`);
      process.exitCode = 1;
    });
    break;
  case "wrong":
    process.stderr.write(writeProblems(clusterCommand, commandLine.problems));
    process.exitCode = 2;
    break;
  default:
    process.stdout.write(writeHelp(clusterCommand));
}

/** Starts everything, and stops it on a signal or when no node is left. */
async function run({ port, nats }: ClusterOptions): Promise<void> {
  const signal = Promise.race(["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"].map((name) => once(process, name)));
  const broker = nats === undefined ? await NatsBroker.start() : null;
  broker?.ended.then((how) => show("nats", `ended (${how})`));
  const url = nats ?? broker?.url ?? "";
  const nodes: ServerNode[] = [];
  try {
    for (let index = 0; index < NODE_COUNT; index++) {
      const name = `node-${index + 1}`;
      nodes.push(new ServerNode(name, port === 0 ? 0 : port + index, url, (text) => show(name, text)));
    }
    await Promise.race([watch(nodes, { url, pid: broker?.pid }), signal]);
  } finally {
    // The nodes first: they tell one another through the broker that they leave.
    await Promise.all(nodes.map((node) => node.stop()));
    await broker?.stop();
  }
}

async function watch(nodes: readonly ServerNode[], broker: BrokerAddress): Promise<void> {
  const addresses = nodes.map(async ({ name, pid, listening }) => ({ name, pid, port: await listening }));
  process.stdout.write(writeWelcome(await Promise.all(addresses), broker));
  await Promise.all(nodes.map(async ({ name, ended }) => show(name, `ended (${await ended})`)));
  throw new Error("No server is left.");
}

function show(name: string, text: string): void {
  console.log(`${name.padEnd("node-0".length)} | ${text}`);
}
