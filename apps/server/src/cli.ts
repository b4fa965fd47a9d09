#!/usr/bin/env node
import { ignoreUserSignals } from "@chat/command-line/user-signals";

// First of all: to load the rest takes time in which such a signal would do harm.
ignoreUserSignals();
await import("./main.ts");
