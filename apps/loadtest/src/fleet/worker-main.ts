// One event loop of a run, in a thread of its own.
import { parentPort } from "node:worker_threads";
import { Generator } from "../generator/generator.ts";
import type { WorkerCommand, WorkerReport } from "./worker-message.ts";

/** How often a worker tells where it stands, in milliseconds. */
const SAMPLE_EVERY_MS = 250;

const coordinator = parentPort;
if (!coordinator) throw new Error("This runs in a thread of the load tester.");

let generator: Generator | null = null;
coordinator.on("message", (command: WorkerCommand) => void obey(command));
report({ kind: "ready" });

async function obey(command: WorkerCommand): Promise<void> {
  if (command.kind === "plan") {
    generator = new Generator(command.plan);
    const planned = generator;
    setInterval(() => report({ kind: "sample", sample: planned.sample() }), SAMPLE_EVERY_MS).unref();
    return;
  }
  if (!generator) throw new Error(`The worker has no plan yet, and was told to ${command.kind}.`);
  switch (command.kind) {
    case "join":
      await generator.join(command.end, command.atOnce);
      report({ kind: "sample", sample: generator.sample() });
      return report({ kind: "joined" });
    case "disperse":
      return generator.disperse();
    case "begin":
      return generator.begin();
    case "cease":
      return report({ kind: "sent", sent: generator.cease() });
    case "settle":
      await generator.settle(command.sent, command.patienceMs);
      return report({ kind: "settled" });
    case "tell-refused":
      return report({ kind: "refused", refused: generator.refusals() });
    case "account":
      // What was measured since the last sample belongs to the account too.
      report({ kind: "sample", sample: generator.sample() });
      return report({ kind: "account", totals: generator.account(command.sent, command.refused) });
    case "leave":
      generator.leave();
      return report({ kind: "left" });
  }
}

function report(message: WorkerReport): void {
  coordinator?.postMessage(message);
}
