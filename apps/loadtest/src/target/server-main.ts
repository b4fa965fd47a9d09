// A chat server for one run, in a process of its own: started by own-server.ts, which is told the port.
import { ignoreUserSignals } from "@chat/command-line/user-signals";
import { createChatNode } from "@chat/server";

export interface ServerReady {
  readonly port: number;
}

ignoreUserSignals();

const node = createChatNode({
  host: "127.0.0.1",
  port: 0,
  // Rates slow down whoever sends much, which is what a load tester does: they would be all that is measured.
  limits: { messagesPerSecond: 0, bytesPerSecond: 0, shoutsPerSecond: 0 },
});
await node.listen();
process.send?.({ port: node.address().port } satisfies ServerReady);

// Ctrl-C and Ctrl-\ reach every process of the terminal, and the run that ends cleanly needs its server to the end.
for (const signal of ["SIGINT", "SIGQUIT"] as const) process.on(signal, () => undefined);
// Without a run there is nothing to serve.
process.on("disconnect", () => process.exit());
