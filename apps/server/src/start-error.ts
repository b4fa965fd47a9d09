import { displayText } from "@chat/protocol";

/** Explains in one line why a server could not start, and what to do about it. */
export function explainStartError(error: unknown, { host, port }: { host: string; port: number }): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case "EADDRINUSE":
      return `Port ${port} is in use, perhaps by another chat server. Stop that one, or choose another port: --port ${neighbour(port)}.`;
    case "EACCES":
      return `You may not listen on port ${port}: the system keeps it, like most below 1024, to itself. Choose another: --port 65432.`;
    case "EADDRNOTAVAIL":
    case "EAFNOSUPPORT":
    case "EAI_AGAIN":
    case "ENOTFOUND":
      return `"${displayText(host)}" is no address of this machine. Choose --host 0.0.0.0 (the whole network) or --host 127.0.0.1 (this machine alone).`;
    case undefined:
      // It came to no system call: a module with endpoints is not as it should be, and says so itself.
      return displayText(error instanceof Error ? error.message : String(error));
    default:
      return `Can't listen on "${displayText(host)}", port ${port}: ${displayText(String(error))}.`;
  }
}

function neighbour(port: number): number {
  return port < 65_535 ? port + 1 : port - 1;
}
