import { createContext, useContext } from "react";
import type { AdminClient } from "./api/admin-client.ts";
import type { ActRequest, Connection } from "./model/contract.ts";
import type { Order } from "./model/row-window.ts";
import type { Sample } from "./model/samples.ts";
import type { Verdict } from "./model/verdict.ts";

/** The effect of an act. */
export interface Effect {
  readonly at: Date;
  readonly text: string;
}

/** The search and the order of a list, for somebody who comes back to it. */
interface ListState {
  readonly search: string;
  readonly order: Order<string>;
}

/** The contents that every view has. */
export interface PageContents {
  readonly client: AdminClient;
  /** The last ten minutes, the newest last. */
  readonly samples: readonly Sample[];
  readonly verdict: Verdict;
  /** The connections with most refused messages, and the number of all with any. */
  readonly worst: readonly Connection[];
  readonly troubled: number;
  /** Acts that were done on this page, the newest first. */
  readonly effects: readonly Effect[];
  /** Asks whether to do an act, and does it. */
  readonly ask: (request: ActRequest) => void;
  /** The searches and orders of the lists, by their titles. */
  readonly lists: Map<string, ListState>;
  /** Takes an error of a question to the server: an old token ends the page. */
  readonly onError: (error: Error) => void;
}

export const PageContext = createContext<PageContents | null>(null);

/** Returns what the page knows. */
export function usePage(): PageContents {
  const contents = useContext(PageContext);
  if (!contents) throw new Error("There is no page around this view.");
  return contents;
}
