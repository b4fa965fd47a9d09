import type { ClientTransport, ClientTransportListener } from "../src/transport/client-transport.ts";

/** A transport whose server answers the name in the next turn, and does not read. */
export function createLoopback(answer: (listener: ClientTransportListener) => void): ClientTransport {
  let listener: ClientTransportListener | undefined;
  return {
    localAddress: undefined,
    untakenBytes: 0,
    open: (opened) => {
      listener = opened;
    },
    write: () => {
      setImmediate(() => listener && answer(listener));
      return true;
    },
    pause: () => undefined,
    resume: () => undefined,
    end: () => undefined,
    destroy: () => undefined,
  };
}
