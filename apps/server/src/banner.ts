import { type Addresses, joinPort } from "./addresses.ts";

export interface BannerContent {
  readonly port: number;
  readonly addresses: Addresses;
  readonly connectionLimit: string;
  readonly threadCount: number;
  /** Path of the example client, or `null` without one. */
  readonly exampleClient: string | null;
}

/** Writes the text that people read when the server has started: its addresses, and how to try it. */
export function writeBanner({ port, addresses, connectionLimit, threadCount, exampleClient }: BannerContent): string {
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
