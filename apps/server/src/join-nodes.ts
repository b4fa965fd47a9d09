import { readFile } from "node:fs/promises";
import { displayText } from "@chat/protocol";
import type { Backplane } from "@chat/server";
import type { NatsAccess } from "@chat/server/nats";
import type { ServerLog } from "./log-output.ts";
import type { Options } from "./options.ts";

/** Makes this server one of several nodes if `--nats` is given. Otherwise NATS is not loaded at all. */
export async function joinNodes(options: Options, logger: ServerLog): Promise<{ readonly backplane?: Backplane }> {
  if (options.nats.length === 0) return {};
  const { namespace, nodeName } = options;
  const access = await readAccess(options);
  const { NatsBackplane } = await import("@chat/server/nats");
  const name = nodeName === "" ? {} : { nodeName };
  return { backplane: await NatsBackplane.connect({ ...access, namespace, logger, ...name }) };
}

/** Reads the files with secrets. None of them is a value on the command line, where every user of the machine could see it. */
async function readAccess(options: Options): Promise<NatsAccess> {
  const { nats: servers, natsUser, natsPasswordFile, natsCreds, natsCa, natsCert, natsKey } = options;
  const [password, credentials, ca, cert, key] = await Promise.all([
    readOptionFile("--nats-password-file", natsPasswordFile),
    readOptionFile("--nats-creds", natsCreds),
    readOptionFile("--nats-ca", natsCa),
    readOptionFile("--nats-cert", natsCert),
    readOptionFile("--nats-key", natsKey),
  ]);
  return {
    servers,
    credentials,
    user: natsUser === "" ? undefined : natsUser,
    // Editors end a file with a line break.
    password: password?.toString().replace(/\r?\n$/, ""),
    tls: ca || cert ? { ca: ca?.toString(), cert: cert?.toString(), key: key?.toString() } : undefined,
  };
}

async function readOptionFile(flag: string, path: string): Promise<Buffer | undefined> {
  if (path === "") return undefined;
  try {
    return await readFile(path);
  } catch (error) {
    const reason = displayText(error instanceof Error ? error.message : String(error));
    throw new Error(`Can't read the file of ${flag}: ${reason}.`);
  }
}
