// Loaded before the server: plants a regression into everything that it writes to a socket, to see whether it is found.
import { openSync, writeSync } from "node:fs";
import { Socket } from "node:net";

/** Work that a write does in addition. */
const WORK = {
  "clock-read": () => performance.now(),
  write: () => writeSync(openFile, "x"),
  object: (text: unknown) => {
    kept = { text };
  },
} satisfies Record<string, (text: unknown) => unknown>;

export type Plant = keyof typeof WORK;
export const PLANTS = Object.keys(WORK) as readonly Plant[];

/** Kept, so that the compiler can't leave the object out. */
let kept: object = {};
let openFile = -1;

const plant = process.env.CHAT_PLANT as Plant | undefined;
if (plant !== undefined) {
  const work = WORK[plant];
  const { write } = Socket.prototype;
  openFile = openSync("/dev/null", "w");
  Socket.prototype.write = function (this: Socket, text: string, encoding?: BufferEncoding) {
    work(text);
    return write.call(this, text, encoding);
  } as typeof write;
  process.once("exit", () => void kept);
}
