import { readFile } from "node:fs/promises";
import { displayText } from "@chat/protocol";
import type { Backplane } from "@chat/server";
import type { ServerLog } from "./log-output.ts";
import type { Options } from "./options.ts";

/** Makes this server one of several nodes if `--nats` is given. Otherwise NATS is not loaded at all. */
export async function joinNodes(options: Options, logger: ServerLog): Promise<{ readonly backplane?: Backplane }> {
  const { nats: servers, natsCreds, nodeName, namespace } = options;
  if (servers.length === 0) return {};
  const credentials = natsCreds === "" ? undefined : await readCredentials(natsCreds);
  const { NatsBackplane } = await import("@chat/server/nats");
  const name = nodeName === "" ? {} : { nodeName };
  return { backplane: await NatsBackplane.connect({ servers, credentials, namespace, logger, ...name }) };
}

async function readCredentials(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const reason = displayText(error instanceof Error ? error.message : String(error));
    throw new Error(`Can't read the file of --nats-creds: ${reason}.`);
  }
}
