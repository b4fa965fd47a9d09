import type { ServerKind } from "@chat/protocol";
import type { ChatError } from "./chat-error.ts";

/**
 * The state of a client:
 *
 * - `idle`: created, and not connected yet;
 * - `connecting`: try number `attempt` is running, counted from 1 since the client was last online;
 * - `online`: the server has accepted the name; `silentMs` is the time since its last byte, and `lateMs` the time for which it
 *   has owed an answer, 0 as long as that is less than two seconds. The event `state` reports `lateMs` each second;
 * - `waiting`: the connection was lost; the next try begins after `delayMs`;
 * - `closed`: for good, by `close()` (`error` is `null`) or because trying again can't help.
 */
export type ConnectionState =
  | { readonly kind: "idle" }
  | { readonly kind: "connecting"; readonly attempt: number }
  | { readonly kind: "online"; readonly serverKind: ServerKind; readonly silentMs: number; readonly lateMs: number }
  | { readonly kind: "waiting"; readonly attempt: number; readonly delayMs: number; readonly error: ChatError }
  | { readonly kind: "closed"; readonly error: ChatError | null };
