import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Contender } from "../comparison/contender.ts";

const PROGRAM = fileURLToPath(new URL("../servers/aedes.ts", import.meta.url));
const MANIFEST = new URL("../node_modules/aedes/package.json", import.meta.url);

/** An MQTT broker on the same runtime. */
export const aedes: Contender = {
  name: "aedes",
  protocol: "mqtt",
  findVersion: () => (existsSync(MANIFEST) ? JSON.parse(readFileSync(MANIFEST, "utf8")).version : null),
  prepare: (_folder, port) => ({ file: process.execPath, args: [PROGRAM, `${port}`] }),
};
