import { displayText } from "@chat/protocol";
import { Rows } from "@chat/terminal-rows";
import { type Instance, render } from "ink";
import type { RunPhase } from "../runs/run-settings.ts";
import { liveRows } from "./live-rows.ts";
import { createLiveState, type LiveEvent, type LiveState, reduceLive } from "./live-state.ts";
import type { RunSnapshot, RunView, RunViewOptions } from "./run-view.ts";

/** A frame that is drawn anew in its place, on the main screen: the last one stays above what is printed next. */
export class TerminalView implements RunView {
  readonly #output: NodeJS.WriteStream;
  readonly #instance: Instance;
  readonly #redraw = () => this.#instance.rerender(this.#draw());
  #state: LiveState;
  #isEnded = false;

  constructor({ title, output }: Pick<RunViewOptions, "title" | "output">) {
    this.#output = output;
    this.#state = createLiveState(displayText(title));
    this.#instance = render(this.#draw(), {
      stdout: output,
      // The terminal's own Ctrl-C is what ends a run: no key is read here.
      exitOnCtrlC: false,
      patchConsole: false,
      interactive: true,
    });
    output.on("resize", this.#redraw);
  }

  enter(phase: RunPhase): void {
    this.#take({ kind: "phase", phase });
  }

  note(text: string): void {
    this.#take({ kind: "note", text: displayText(text) });
  }

  show(snapshot: RunSnapshot): void {
    this.#take({ kind: "snapshot", snapshot });
  }

  async end(): Promise<void> {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#output.off("resize", this.#redraw);
    this.#instance.unmount();
    await this.#instance.waitUntilExit();
  }

  #take(event: LiveEvent): void {
    if (this.#isEnded) return;
    this.#state = reduceLive(this.#state, event);
    this.#redraw();
  }

  #draw() {
    const { columns, rows } = this.#output;
    return <Rows rows={liveRows(this.#state, { columns: columns || 80, rows: rows || 24 })} />;
  }
}
