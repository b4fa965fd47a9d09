import type { ServerEntry } from "./server-entry.ts";

/** Servers that fail at a chosen moment, against which the load tester proves its verdicts. Each has an option. */
export const loadTests = [
  {
    name: "dies_at_client",
    language: "python",
    options: "--client N",
    fault: "The process ends with code 1 when client N gives its name.",
    rules: ["C-33"],
    mistake: "An error of one connection ends the whole server.",
    remedy: "Catch the errors of a connection where it is served, and close this connection alone.",
  },
  {
    name: "freezes",
    language: "python",
    options: "--after SECONDS",
    fault: "The server answers nobody any more, some time after the third client has joined.",
    rules: ["C-69"],
    mistake: "One blocking call holds up the thread that serves all connections.",
    remedy: "Never wait in the event loop: use a timer, or a thread of its own.",
  },
  {
    name: "late",
    language: "python",
    options: "--delay SECONDS",
    fault: "Each client is welcomed late.",
    rules: [],
    mistake: "Something slow is done before each welcome.",
    remedy: "Welcome first.",
  },
  {
    name: "doubles",
    language: "python",
    options: "--one-in N",
    fault: "Every Nth direct message arrives twice.",
    rules: ["C-60"],
    mistake: "A message is written again although the first write has succeeded.",
    remedy: "Write each message once.",
  },
  {
    name: "mute",
    language: "python",
    options: "--after N",
    fault: "After N clients, connections are accepted and get no answer.",
    rules: ["C-33"],
    mistake: "The limit of clients is checked after the connection was accepted, and the connection is forgotten.",
    remedy: "Tell a client that the server is full, and close.",
  },
] as const satisfies readonly ServerEntry[];
