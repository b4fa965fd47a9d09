import type { LoadClient } from "../generator/load-client.ts";
import type { Persona } from "../scenario/scenario.ts";
import type { Random } from "./random.ts";

/** A client with its persona and its choices, for all of its connections. */
export interface Bot {
  readonly client: LoadClient;
  readonly persona: Persona;
  /** Number of the client that it always writes to; -1 for one that has none. */
  readonly partner: number;
  readonly random: Random;
  /** Messages that it has still to send; `Infinity` without a number of messages. */
  left: number;
}
