import { rmSync } from "node:fs";
import type { AddressInfo, Server } from "node:net";
import { displayText } from "@chat/protocol";
import { findAddresses, joinPort } from "../addresses.ts";
import type { ServerLog } from "../log-output.ts";
import { runtimeFile } from "../operator/runtime-file.ts";
import type { Options } from "../options.ts";
import type { AdministeredServer } from "./admin-routes.ts";
import { type AdminServerOptions, openAdminServer } from "./admin-server.ts";
import { makeToken, readOrMakeToken } from "./admin-token.ts";

/** The first port that `--class` tries, and the number of those behind it. */
const CLASS_PORT = 9_100;
const MORE_CLASS_PORTS = 99;

/**
 * Opens the port for those who run the server, as `--admin-port` or `--class` says. The token is printed to a terminal; otherwise
 * it is in a file, since a log is read by many. Returns the address of the page in words.
 *
 * @throws {Error} when it can't listen, or has no token; the message says why
 */
export async function openAdminPort(
  administered: AdministeredServer,
  options: Options,
  logger: ServerLog,
): Promise<string> {
  const { adminPort, class: isClass, adminHost: host, adminTokenFile, quiet } = options;
  const isShown = process.stdout.isTTY && !quiet && adminTokenFile === "";
  const file = isShown ? null : adminTokenFile || (await runtimeFile(administered.server.address().port, "token"));
  try {
    const token = adminTokenFile === "" ? await makeToken(file) : await readOrMakeToken(adminTokenFile);
    if (file !== null && adminTokenFile === "") process.once("exit", () => rmSync(file, { force: true }));
    const http = await openOnPort(
      administered,
      { host, port: adminPort ?? CLASS_PORT, token },
      adminPort === undefined,
    );
    const { address, port } = http.address() as AddressInfo;
    const { onThisMachine } = findAddresses(address);
    // In the fragment: a browser sends it nowhere.
    const page = `http://${joinPort(onThisMachine, port)}/${file === null ? `#token=${token}` : ""}`;
    const where = file === null ? page : `${page} (the token is in ${displayText(file)})`;
    const fields = { event: "admin", address, port, ...(file === null ? {} : { file }) };
    // The banner has it otherwise.
    if (!isClass || options.logFormat === "json") logger.info(fields, `admin port ${port}: ${where}`);
    return where;
  } catch (error) {
    const reason = displayText((error as Error).message);
    throw new Error(
      `Can't open the admin port ${adminPort ?? CLASS_PORT} of ${displayText(host)}: ${reason}. Choose another --admin-port, --admin-host or --admin-token-file.`,
    );
  }
}

/** @param mayMove - takes the next port that is free when this one is not */
async function openOnPort(
  administered: AdministeredServer,
  options: AdminServerOptions,
  mayMove: boolean,
): Promise<Server> {
  for (let { port } = options; ; port++) {
    try {
      return await openAdminServer(administered, { ...options, port });
    } catch (error) {
      const isTaken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
      if (!isTaken || !mayMove || port >= options.port + MORE_CLASS_PORTS) throw error;
    }
  }
}
