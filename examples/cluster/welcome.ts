/** The address of a node. */
export interface NodeAddress {
  readonly name: string;
  readonly port: number;
  /** The number of its process. */
  readonly pid: number | undefined;
}

/** The address of the NATS server between them. */
export interface BrokerAddress {
  readonly url: string;
  /** The number of its process, when that is ours. */
  readonly pid?: number | undefined;
}

/** Commands that start a client, one for each node. */
const ATTEMPTS: readonly ((port: number) => string)[] = [
  (port) => `sh examples/clients/nc/chat.sh 127.0.0.1 ${port} Ada`,
  (port) => `npm run chat -- --name Bob --port ${port}`,
  (port) => `python3 examples/clients/python-framed/chat_client.py 127.0.0.1 ${port} Cleo`,
];

/** Writes the text that people read when all nodes listen: their addresses, and commands to try. */
export function writeWelcome(nodes: readonly NodeAddress[], { url, pid }: BrokerAddress): string {
  const broker = pid === undefined ? url : `${url}, process ${pid}`;
  const addresses = nodes.map(({ name, port, pid }) => `  ${name}   127.0.0.1:${port}   process ${pid}`);
  const attempts = nodes.map(({ port }, index) => `  ${ATTEMPTS[index % ATTEMPTS.length]?.(port)}`);
  return `
One chat on ${nodes.length} servers:

${addresses.join("\n")}

They find one another through NATS at ${broker}.

Try it, at the top of the repository, each client in a terminal of its own:

${attempts.join("\n")}

Then end a server, and see that the others go on: kill -9 ${nodes[0]?.pid}
Ctrl-C stops all of it.

`;
}
