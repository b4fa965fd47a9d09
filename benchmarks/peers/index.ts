import type { Contender } from "../comparison/contender.ts";
import { aedes, mosquitto, natsServer } from "./brokers.ts";
import { chatServer } from "./chat-server.ts";
import { inspircd, ngircd } from "./irc-servers.ts";
import { cRelay, nodeRelay, nodeRelayOnread } from "./relays.ts";

/** All that take part, in the order of the tables. A new one takes one line here. */
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
