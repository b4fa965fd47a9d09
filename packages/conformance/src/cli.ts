#!/usr/bin/env node
import { canRun } from "@chat/node-version";

// The rest is loaded only now: an older Node.js may not even be able to read it.
if (canRun("chat-conformance")) await import("./main.ts");
