// A stub server in a process of its own, so that it shares neither an event loop nor a clock's start with the tester.

import { ignoreUserSignals } from "@chat/command-line/user-signals";
import type { StubFaults, StubMeasurements } from "./stub-faults.ts";
import { StubServer } from "./stub-server.ts";

/** Messages of the process: its port, once; and what it counted, as the reply to any message. */
export type StubMessage =
  | { readonly kind: "listening"; readonly port: number }
  | { readonly kind: "measurements"; readonly measurements: StubMeasurements };

ignoreUserSignals();

const faults: StubFaults = JSON.parse(process.argv[2] ?? "{}");
const stub = await StubServer.start(faults);
tell({ kind: "listening", port: stub.port });
process.on("message", () => tell({ kind: "measurements", measurements: stub.measurements() }));
// Without whom it serves there is nothing to do.
process.on("disconnect", () => process.exit());

function tell(message: StubMessage): void {
  process.send?.(message);
}
