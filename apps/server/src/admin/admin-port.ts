import type { AddressInfo } from "node:net";
import { displayText } from "@chat/protocol";
import { joinPort } from "../addresses.ts";
import type { ServerLog } from "../log-output.ts";
import { runtimeFile } from "../operator/runtime-file.ts";
import type { Options } from "../options.ts";
import type { AdministeredServer } from "./admin-routes.ts";
import { openAdminServer } from "./admin-server.ts";
import { makeToken, readOrMakeToken } from "./admin-token.ts";

/**
 * Opens the port for those who run the server, if `--admin-port` is given. The token is printed to a terminal; otherwise it is in
 * a file, since a log is read by many.
 *
 * @throws {Error} when it can't listen, or has no token; the message says why
 */
export async function openAdminPort(
  administered: AdministeredServer,
  options: Options,
  logger: ServerLog,
): Promise<void> {
  const { adminPort, adminHost: host, adminTokenFile, quiet } = options;
  if (adminPort === undefined) return;
  const isShown = process.stdout.isTTY && !quiet && adminTokenFile === "";
  const file = isShown ? null : adminTokenFile || (await runtimeFile(administered.server.address().port, "token"));
  try {
    const token = adminTokenFile === "" ? await makeToken(file) : await readOrMakeToken(adminTokenFile);
    const http = await openAdminServer(administered, { host, port: adminPort, token });
    const { address, port: listening } = http.address() as AddressInfo;
    const where = file === null ? `token: ${token}` : `the token is in ${displayText(file)}`;
    const fields = { event: "admin", address, port: listening, ...(file === null ? {} : { file }) };
    logger.info(fields, `admin port ${listening}: http://${displayText(joinPort(host, listening))}/metrics; ${where}`);
  } catch (error) {
    const reason = displayText((error as Error).message);
    throw new Error(
      `Can't open the admin port ${adminPort} of ${displayText(host)}: ${reason}. Choose another --admin-port, --admin-host or --admin-token-file.`,
    );
  }
}
