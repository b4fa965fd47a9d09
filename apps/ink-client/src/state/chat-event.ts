import type { Prompt } from "../input/prompt.ts";
import type { ChatState, ConnectionStatus, JoinForm, JoinTarget, Overlay, People } from "./chat-state.ts";
import type { Scroll } from "./conversation.ts";
import type { Delivery, LogLine } from "./log-line.ts";
import type { TrafficEntry } from "./traffic-log.ts";

/** Where a line belongs. */
export type ConversationRef =
  | { readonly kind: "everyone" }
  | { readonly kind: "server" }
  | { readonly kind: "person"; readonly name: string }
  /** An open conversation, by its key; the server's when it was closed since. */
  | { readonly kind: "open"; readonly key: string };

/** A line and where it belongs. */
export interface AddedLine {
  readonly conversation: ConversationRef;
  readonly line: LogLine;
}

/** All that changes the state. */
export type ChatEvent =
  // What the connection brings.
  | { readonly kind: "lines"; readonly added: readonly AddedLine[] }
  | { readonly kind: "delivery"; readonly key: string; readonly lineId: number; readonly delivery: Delivery }
  | { readonly kind: "connection"; readonly connection: ConnectionStatus }
  | { readonly kind: "joined"; readonly target: JoinTarget }
  | { readonly kind: "people"; readonly people: People }
  | { readonly kind: "commands"; readonly names: readonly string[] }
  | { readonly kind: "latency"; readonly latencyMs: number | null }
  | { readonly kind: "traffic"; readonly entries: readonly TrafficEntry[] }
  // What the user does.
  | { readonly kind: "form"; readonly form: JoinForm | null }
  | { readonly kind: "prompt"; readonly prompt: Prompt }
  | { readonly kind: "scrolled"; readonly scroll: Scroll | null }
  /** Opens a conversation, or goes there. */
  | { readonly kind: "opened"; readonly name: string }
  | { readonly kind: "switched"; readonly key: string }
  | { readonly kind: "closed"; readonly key: string }
  | { readonly kind: "cleared"; readonly key: string }
  | { readonly kind: "overlay"; readonly overlay: Overlay }
  | { readonly kind: "bell"; readonly isOn: boolean }
  | { readonly kind: "leavingAsked"; readonly isAsked: boolean }
  // The surroundings.
  | { readonly kind: "screen"; readonly screen: ChatState["screen"] }
  | { readonly kind: "tick"; readonly now: number };
