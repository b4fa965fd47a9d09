import type { Check } from "../checks/check.ts";
import type { ClientScene } from "./client-scene.ts";

/** A check of a client, as each file in `checks/` exports one by the name `check`. */
export type ClientCheck = Check<ClientScene>;
