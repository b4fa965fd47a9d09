import type { BrokenPeer } from "./broken-peer.ts";
import { brokenClients } from "./clients.ts";
import { brokenServers } from "./servers.ts";

/** Every broken peer. */
export const catalogue: readonly BrokenPeer[] = [...brokenServers, ...brokenClients];

/** @throws {RangeError} when the catalogue has no peer of this name */
export function findPeer(name: string): BrokenPeer {
  const peer = catalogue.find((candidate) => candidate.name === name);
  if (peer === undefined) throw new RangeError(`There is no broken peer called ${name}.`);
  return peer;
}
