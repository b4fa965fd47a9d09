import { PlainView } from "./plain-view.ts";
import type { RunView, RunViewOptions } from "./run-view.ts";

/** Creates the view that suits its output: drawn on a terminal, a line now and then elsewhere, nothing when quiet. */
export async function createRunView(options: RunViewOptions): Promise<RunView> {
  if (options.isQuiet) return SILENT_VIEW;
  if (!options.output.isTTY || process.env.TERM === "dumb") return new PlainView(options.output);
  // Ink's colours look at this variable alone, once, when they are loaded.
  if (process.env.NO_COLOR) process.env.FORCE_COLOR = "0";
  // React checks itself while it draws, unless told that this is no development.
  process.env.NODE_ENV ??= "production";
  const { TerminalView } = await import("./terminal-view.tsx");
  return new TerminalView(options);
}

const SILENT_VIEW: RunView = {
  enter: () => undefined,
  note: () => undefined,
  show: () => undefined,
  end: async () => undefined,
};
