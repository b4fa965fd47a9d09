import type { Sanction, SanctionId } from "./sanctions.ts";

/** The user of a name, in any spelling, or one connection by the `id` of its report. */
export type Whom = { readonly name: string } | { readonly id: string };

/** An act of an operator, as data: it reads the same on every thread and every machine. */
export type Act =
  | { readonly kind: "disconnect"; readonly whom: Whom; readonly reason: string }
  /** Writes a notice to one user. */
  | { readonly kind: "tell"; readonly name: string; readonly text: string }
  /** Writes a notice to every user. */
  | { readonly kind: "announce"; readonly text: string }
  /** Begins a ban or a mute, or gives it another end. A ban disconnects those whom it keeps out. */
  | { readonly kind: "impose"; readonly sanction: Sanction }
  /** Ends a ban or a mute before its time. */
  | { readonly kind: "lift"; readonly sanction: SanctionId };

/** The outcome of an act. */
export interface ActResult {
  /** Connections that were disconnected by it, or got its text. */
  readonly hits: number;
  /** Names of the nodes that did not say in time what came of it there. */
  readonly silent: readonly string[];
}

/** Carries acts to every event loop of a chat. */
export interface ActCarrier {
  /**
   * Carries an act out on every event loop, this one included. Whoever comes online on any of them later finds a ban or a mute in
   * force.
   *
   * Rejects when a ban or a mute can't be made to hold on all nodes: it holds on none then. A broker may
   * have written it without saying so in time: then it holds, and is listed.
   */
  perform(act: Act): Promise<ActResult>;
}
