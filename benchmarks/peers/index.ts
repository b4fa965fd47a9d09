import type { Contender } from "../comparison/contender.ts";
import { aedes } from "./aedes.ts";
import { cRelay } from "./c-relay.ts";
import { chatServer } from "./chat-server.ts";
import { inspircd } from "./inspircd.ts";
import { mosquitto } from "./mosquitto.ts";
import { natsServer } from "./nats-server.ts";
import { ngircd } from "./ngircd.ts";
import { nodeRelay } from "./node-relay.ts";
import { nodeRelayOnread } from "./node-relay-onread.ts";

/** All that take part, in the order of the tables. To add one is one file and one line. */
export const contenders: readonly Contender[] = [
  chatServer,
  nodeRelay,
  nodeRelayOnread,
  cRelay,
  ngircd,
  inspircd,
  natsServer,
  mosquitto,
  aedes,
];
