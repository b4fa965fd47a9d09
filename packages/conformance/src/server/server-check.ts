import type { Check } from "../checks/check.ts";
import type { ServerScene } from "./server-scene.ts";

/** A check of a server, as each file in `checks/` exports one by the name `check`. */
export type ServerCheck = Check<ServerScene>;
