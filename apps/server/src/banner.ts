import { type Addresses, joinPort } from "./addresses.ts";

export interface BannerContent {
  readonly port: number;
  readonly addresses: Addresses;
  /** The address of the page for a teacher; `null` without one. */
  readonly page: string | null;
  readonly connectionLimit: string;
  readonly threadCount: number;
  readonly pid: number;
  /** True when somebody can type into the terminal of the server. */
  readonly isInTerminal: boolean;
  /** True where processes have the signal SIGUSR2. */
  readonly hasUserSignal: boolean;
  /** Path of the example client, or `null` without one. */
  readonly exampleClient: string | null;
}

/** Writes the text that people read when the server has started: its addresses, and how to try it. */
export function writeBanner(content: BannerContent): string {
  const { port, addresses, page, connectionLimit, threadCount, exampleClient } = content;
  const { onThisMachine, onTheNetwork } = addresses;
  const network = onTheNetwork === null ? "not reachable from there" : joinPort(onTheNetwork, port);
  const target = `${onThisMachine} ${port}`;
  const attempts = [`printf 'Ada\\n' | nc ${target}`];
  if (exampleClient !== null) attempts.push(`python3 ${exampleClient} ${target} Bob`);
  return `
The chat server is running.

  On this machine   ${joinPort(onThisMachine, port)}
  ${page === null ? "On the network" : "For the class "}    ${network}${page === null ? "" : `\n  For the teacher   ${page}`}

Try it in another terminal:

${attempts.map((attempt) => `  ${attempt}`).join("\n")}

Room for ${connectionLimit}.${threadCount > 1 ? `\n${threadCount} threads serve them.` : ""}
${writePrintHint(content)}Ctrl-C stops the server.

`;
}

/** Says how to see all connections, in a line of its own. */
function writePrintHint({ pid, isInTerminal, hasUserSignal }: BannerContent): string {
  const ways = [isInTerminal ? "t and Enter" : "", hasUserSignal ? `kill -USR2 ${pid}` : ""].filter(
    (way) => way !== "",
  );
  if (ways.length === 0) return "";
  const commands = isInTerminal ? ":help and Enter shows what an operator can do.\n" : "";
  return `${ways.join(", or ")}${ways.length === 1 ? "" : ","} shows all connections.\n${commands}`;
}
