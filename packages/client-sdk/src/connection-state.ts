import type { ServerKind } from "@chat/protocol";
import type { ChatError } from "./chat-error.ts";

/**
 * The state of a client:
 *
 * - `idle`: created, and not connected yet;
 * - `connecting`: try number `attempt` is running, counted from 1 since the client was last online;
 * - `online`: the server has accepted the name;
 * - `waiting`: the connection was lost; the next try begins after `delayMs`;
 * - `closed`: for good, by `close()` (`error` is `null`) or because trying again can't help.
 */
export type ConnectionState =
  | { readonly kind: "idle" }
  | { readonly kind: "connecting"; readonly attempt: number }
  | { readonly kind: "online"; readonly serverKind: ServerKind }
  | { readonly kind: "waiting"; readonly attempt: number; readonly delayMs: number; readonly error: ChatError }
  | { readonly kind: "closed"; readonly error: ChatError | null };
