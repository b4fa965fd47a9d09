// One event loop of a run, in a thread of its own.
import { parentPort } from "node:worker_threads";
import { Generator } from "../generator/generator.ts";
import { WORKER_SAMPLE_EVERY_MS, type WorkerCommand, type WorkerEvent } from "./worker-message.ts";

const coordinator = parentPort;
if (!coordinator) throw new Error("This runs in a thread of the load tester.");

let generator: Generator | null = null;
coordinator.on("message", (command: WorkerCommand) => void obey(command));
report({ kind: "ready" });

async function obey(command: WorkerCommand): Promise<void> {
  if (command.kind === "plan") {
    generator = new Generator(command.plan);
    const planned = generator;
    setInterval(() => report({ kind: "sample", sample: planned.sample() }), WORKER_SAMPLE_EVERY_MS).unref();
    return;
  }
  if (!generator) throw new Error(`The worker has no plan yet, and was told to ${command.kind}.`);
  switch (command.kind) {
    case "join":
      await generator.join(command.end, command.atOnce);
      report({ kind: "sample", sample: generator.sample() });
      return report({ kind: "joined" });
    case "disconnectAll":
      return generator.disconnectAll();
    case "begin":
      return generator.begin();
    case "sample":
      report({ kind: "sample", sample: generator.sample() });
      return report({ kind: "sampled" });
    case "cease": {
      const sent = generator.cease();
      // What arrives from now on is in no rate of the load.
      report({ kind: "sample", sample: generator.sample() });
      return report({ kind: "sent", sent });
    }
    case "settle":
      await generator.settle(command.sent, command.settleTimeoutMs);
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

function report(message: WorkerEvent): void {
  coordinator?.postMessage(message);
}
