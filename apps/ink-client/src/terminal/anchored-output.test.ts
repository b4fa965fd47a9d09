import { once } from "node:events";
import { Writable } from "node:stream";
import { TerminalStreams, VirtualTerminal } from "@chat/testing/terminal";
import { describe, expect, it } from "vitest";
import { AnchoredOutput } from "./anchored-output.ts";

function open(columns = 20) {
  const terminal = new VirtualTerminal({ columns, rows: 3 });
  const { stdout } = new TerminalStreams(terminal);
  return { terminal, output: new AnchoredOutput(stdout), [Symbol.dispose]: () => terminal[Symbol.dispose]() };
}

async function write(output: AnchoredOutput, text: string): Promise<void> {
  await new Promise<void>((resolve) => output.write(text, () => resolve()));
}

/** A terminal that takes nothing until it is told to. */
class BusyTerminal extends Writable {
  readonly isTTY = true;
  readonly columns = 80;
  readonly rows = 24;
  #take: (() => void) | undefined;

  constructor() {
    super({ highWaterMark: 10, decodeStrings: false });
  }

  override _write(_chunk: unknown, _encoding: BufferEncoding, callback: () => void): void {
    this.#take = callback;
  }

  take(): void {
    this.#take?.();
  }
}

describe("AnchoredOutput", () => {
  it("looks like the terminal behind it, also after a resize", async () => {
    using opened = open();
    const { output, terminal } = opened;
    output.start();
    expect(output).toMatchObject({ isTTY: true, columns: 20, rows: 3, writable: true, destroyed: false });

    const resized = once(output, "resize");
    terminal.resize(30, 5);
    await resized;
    expect(output).toMatchObject({ columns: 30, rows: 5 });
  });

  it("takes the terminal's wrapping off, and gives it back once", async () => {
    using opened = open();
    const { output, terminal } = opened;
    output.start();
    output.start();
    await write(output, "x".repeat(30));
    expect(terminal.modes.wraparoundMode).toBe(false);
    expect(terminal.lines()[1]).toBe("");

    output.stop();
    output.stop();
    await write(output, "");
    expect(terminal.modes.wraparoundMode).toBe(true);
  });

  it("keeps what follows an emoji in its column", async () => {
    using opened = open();
    const { output, terminal } = opened;
    await write(output, "👩‍👩‍👧 ok");
    expect(terminal.cells(0)[3]?.characters).toBe("o");
  });

  it("takes bytes as well, and an encoding", async () => {
    using opened = open();
    const { output, terminal } = opened;
    output.write(Buffer.from("→a"));
    output.write("b", "utf8");
    await write(output, "c");
    expect(terminal.lines()[0]).toBe("→abc");
  });

  it("passes the terminal's back-pressure on, and its relief", async () => {
    const terminal = new BusyTerminal();
    const output = new AnchoredOutput(terminal);
    output.start();
    expect(output.write("0123456789")).toBe(false);
    expect(output.writableNeedDrain).toBe(true);

    const drained = once(output, "drain");
    terminal.take();
    terminal.take();
    await drained;
    expect(output.writableNeedDrain).toBe(false);
  });

  it("leaves no listener on the terminal", () => {
    const terminal = new BusyTerminal();
    const output = new AnchoredOutput(terminal);
    const before = terminal.eventNames();
    output.start();
    output.stop();
    expect(terminal.eventNames()).toEqual(before);
  });

  it("writes nothing to a terminal that is gone", () => {
    const terminal = new BusyTerminal();
    const output = new AnchoredOutput(terminal);
    output.start();
    terminal.destroy();
    expect(() => output.stop()).not.toThrow();
    expect(output).toMatchObject({ writable: false, destroyed: true });
  });

  it("ends without ending the terminal", async () => {
    using opened = open();
    const { output, terminal } = opened;
    output.start();
    output.end();
    await write(output, "bye!");
    expect(terminal.lines()[0]).toBe("bye!");
    expect(terminal.modes.wraparoundMode).toBe(true);
  });
});
