import { beforeAll, describe } from "vitest";
import { type BundledClient, bundledClients, findClient } from "./bundled-clients.ts";
import { ClientProcess } from "./client-process.ts";

/** Starts the client under test, as Ada. */
export type StartAda = (port: number) => ClientProcess;

/**
 * Declares the same tests for each client. They run side by side: most of their time is waiting.
 *
 * @param isMeant - false for a client to which the tests do not apply
 */
export function describeClients(
  isMeant: (client: BundledClient) => boolean,
  declareTests: (client: BundledClient, startAda: StartAda) => void,
): void {
  for (const client of bundledClients.filter(isMeant)) {
    const { canRun } = findClient(client.name, `The ${client.name} client`);
    describe.skipIf(!canRun).concurrent(`the ${client.name} client`, () => {
      let command: readonly [string, ...string[]];
      beforeAll(async () => {
        command = await client.prepare();
      });
      declareTests(client, (port) => new ClientProcess(command, port, "Ada"));
    });
  }
}
