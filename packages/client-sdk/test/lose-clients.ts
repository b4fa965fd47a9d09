import type { Fault, TcpProxy } from "@chat/testing";

const CLOSE: Fault = { kind: "close", afterBytes: 0 };

/**
 * Loses every client of a proxy without the server's notice, as a network that goes away does.
 *
 * @returns a function that lets the server notice: until then it holds their names
 */
export function loseClients(proxy: TcpProxy): () => void {
  const { links } = proxy;
  for (const link of links) link.setFaults({ toClient: CLOSE });
  return () => {
    for (const link of links) link.setFaults({ toTarget: CLOSE });
  };
}
