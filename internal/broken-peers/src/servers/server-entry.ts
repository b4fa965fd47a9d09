import type { BrokenPeer } from "../broken-peer.ts";

/** A server of the catalogue. Programs judge servers, so their names may say what is wrong. */
export type ServerEntry = Omit<BrokenPeer, "role">;
