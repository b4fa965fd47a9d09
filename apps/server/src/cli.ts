#!/usr/bin/env node
import { ignoreUserSignals } from "@chat/command-line/user-signals";
import { canRun } from "@chat/node-version";

// The rest is loaded only now: an older Node.js may not even be able to read it.
if (canRun("chat-server")) {
  // Loading takes time in which such a signal would do harm.
  ignoreUserSignals();
  await import("./main.ts");
}
