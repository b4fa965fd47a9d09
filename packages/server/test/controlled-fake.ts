import { foldName } from "@chat/protocol";
import type { ControlledConnection, ServedLoop } from "../src/control/loop-control.ts";

/** A connection that records what operators do to it. */
export class ControlledFake implements ControlledConnection {
  readonly id: string;
  readonly userName: string | null;
  readonly ip: string;
  readonly told: string[] = [];
  readonly removedFor: string[] = [];
  hasRoom = true;

  constructor(id: string, userName: string | null, ip = "10.0.0.1") {
    this.id = id;
    this.userName = userName;
    this.ip = ip;
  }

  get isEnding(): boolean {
    return this.removedFor.length > 0;
  }

  remove(reason: string): void {
    this.removedFor.push(reason);
  }

  tell(text: string): boolean {
    if (this.hasRoom) this.told.push(text);
    return this.hasRoom;
  }
}

/** An event loop that serves these. */
export function loopOf(...fakes: readonly ControlledFake[]): ServedLoop {
  return {
    connections: () => fakes,
    find: (key) => fakes.find(({ userName }) => userName !== null && foldName(userName) === key),
  };
}
