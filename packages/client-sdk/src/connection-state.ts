import type { ChatError } from "@chat/protocol";

/**
 * Where a client stands:
 *
 * - `idle`: made, and not connected yet;
 * - `connecting`: the `attempt`-th try is under way, counted from 1 since the last time it was online;
 * - `online`: it has its name, on a server of ours or one that behaves as the original one does;
 * - `waiting`: the connection was lost; the next try begins after `delayMs`;
 * - `closed`: for good, by its owner (`error` is `null`) or because trying again can't help.
 */
export type ConnectionState =
  | { readonly kind: "idle" }
  | { readonly kind: "connecting"; readonly attempt: number }
  | { readonly kind: "online"; readonly serverKind: ServerKind }
  | { readonly kind: "waiting"; readonly attempt: number; readonly delayMs: number; readonly error: ChatError }
  | { readonly kind: "closed"; readonly error: ChatError | null };

/**
 * What a client has to expect of its server. `original`: one that does not end its messages with a newline, takes each
 * of its reads for one message, and reads 1,024 bytes at a time.
 */
export type ServerKind = "framing" | "original";
