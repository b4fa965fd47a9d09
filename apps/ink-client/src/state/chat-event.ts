import type { Prompt } from "../input/prompt.ts";
import type { Settings } from "../settings/settings.ts";
import type { ChatState, ConnectionStatus, JoinForm, JoinTarget, KeyQuestion, Overlay, People } from "./chat-state.ts";
import type { Delivery, LogLine } from "./log-line.ts";
import type { LogSearch } from "./log-search.ts";
import type { Scroll } from "./scroll.ts";
import type { TrafficEntry } from "./traffic-log.ts";

/** The conversation of a line. */
export type ConversationRef =
  | { readonly kind: "everyone" }
  | { readonly kind: "server" }
  | { readonly kind: "person"; readonly name: string }
  /** An open conversation, by its key; the one with the server when it was closed since. */
  | { readonly kind: "open"; readonly key: string };

export interface AddedLine {
  readonly conversation: ConversationRef;
  readonly line: LogLine;
}

export type ChatEvent =
  // From the connection.
  | { readonly kind: "lines"; readonly added: readonly AddedLine[] }
  | { readonly kind: "delivery"; readonly key: string; readonly lineId: number; readonly delivery: Delivery }
  | { readonly kind: "connection"; readonly connection: ConnectionStatus }
  | { readonly kind: "joined"; readonly target: JoinTarget }
  | { readonly kind: "people"; readonly people: People }
  | { readonly kind: "commands"; readonly names: readonly string[] }
  | { readonly kind: "latency"; readonly latencyMs: number | null }
  /** An answer is late, or has come at last: then `lateMs` is 0. */
  | { readonly kind: "late"; readonly lateMs: number }
  /** A message came that is not shown. */
  | { readonly kind: "ignored"; readonly name: string }
  | { readonly kind: "traffic"; readonly entries: readonly TrafficEntry[] }
  // From the user.
  | { readonly kind: "form"; readonly form: JoinForm | null }
  | { readonly kind: "prompt"; readonly prompt: Prompt }
  /** Brings back lines that were sent before this start, by the keys of their conversations. */
  | { readonly kind: "history"; readonly history: ChatState["history"] }
  | { readonly kind: "scrolled"; readonly scroll: Scroll | null }
  | { readonly kind: "peopleScrolled"; readonly rows: number }
  /** Searches the log that is shown, and scrolls to the hit. */
  | { readonly kind: "searched"; readonly search: LogSearch | null; readonly scroll: Scroll | null }
  /** Opens a conversation, or goes there. */
  | { readonly kind: "opened"; readonly name: string }
  | { readonly kind: "switched"; readonly key: string }
  | { readonly kind: "closed"; readonly key: string }
  | { readonly kind: "allRead" }
  | { readonly kind: "cleared"; readonly key: string }
  | { readonly kind: "overlay"; readonly overlay: Overlay }
  | { readonly kind: "setting"; readonly changes: Partial<Settings> }
  | { readonly kind: "asked"; readonly question: KeyQuestion | null }
  | { readonly kind: "keyPrefix"; readonly key: string | null }
  // From the terminal and the clock.
  | { readonly kind: "background"; readonly background: ChatState["background"] }
  | { readonly kind: "focus"; readonly hasFocus: boolean }
  | { readonly kind: "screen"; readonly screen: ChatState["screen"] }
  | { readonly kind: "tick"; readonly now: number };
