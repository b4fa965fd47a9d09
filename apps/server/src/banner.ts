import { type Addresses, joinPort } from "./addresses.ts";

export interface BannerFacts {
  readonly port: number;
  readonly addresses: Addresses;
  readonly connectionLimit: string;
  readonly threadCount: number;
  /** Path of the example client, where there is one. */
  readonly exampleClient: string | null;
}

/** What people read when the server has started: where it is, and how to try it. */
export function writeBanner({ port, addresses, connectionLimit, threadCount, exampleClient }: BannerFacts): string {
  const { onThisMachine, onTheNetwork } = addresses;
  const network = onTheNetwork === null ? "not reachable from there" : joinPort(onTheNetwork, port);
  const target = `${onThisMachine} ${port}`;
  const attempts = [`printf 'Ada\\n' | nc ${target}`];
  if (exampleClient !== null) attempts.push(`python3 ${exampleClient} ${target} Bob`);
  return `
The chat server is running.

  On this machine   ${joinPort(onThisMachine, port)}
  On the network    ${network}

Try it in another terminal:

${attempts.map((attempt) => `  ${attempt}`).join("\n")}

Room for ${connectionLimit}.${threadCount > 1 ? `\n${threadCount} threads serve them.` : ""}
Ctrl-C stops the server.

`;
}
