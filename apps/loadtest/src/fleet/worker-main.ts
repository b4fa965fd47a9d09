// One event loop of a run, in a thread of its own.
import { parentPort } from "node:worker_threads";
import { Generator } from "../generator/generator.ts";
import { createWorkload } from "../workloads/workloads.ts";
import { WORKER_SAMPLE_EVERY_MS, type WorkerCommand, type WorkerEvent } from "./worker-message.ts";

const coordinator = parentPort;
if (!coordinator) throw new Error("This runs in a thread of the load tester.");

let generator: Generator | null = null;
coordinator.on("message", (command: WorkerCommand) => void obey(command));
send({ kind: "ready" });

async function obey(command: WorkerCommand): Promise<void> {
  if (command.kind === "plan") {
    const { plan, load } = command;
    const planned = new Generator(plan, (pool) => createWorkload(load, plan, pool));
    generator = planned;
    setInterval(() => sendSample(planned), WORKER_SAMPLE_EVERY_MS).unref();
    return;
  }
  if (!generator) throw new Error(`The worker has no plan yet, and was told to ${command.kind}.`);
  switch (command.kind) {
    case "join":
      await generator.joinUpTo(command.end, command.maxPending);
      sendSample(generator);
      return send({ kind: "joined", end: command.end });
    case "disconnect-all":
      return generator.disconnectAll();
    case "start":
      return generator.start();
    case "await-sent":
      await generator.allSent();
      return send({ kind: "all-sent" });
    case "sample":
      sendSample(generator);
      return send({ kind: "sampled" });
    case "stop-load": {
      const sent = generator.stopLoad();
      // Messages that arrive from now on are in no rate of the load.
      sendSample(generator);
      return send({ kind: "sent", sent });
    }
    case "settle":
      await generator.settle(command.sent, command.timeoutMs);
      return send({ kind: "settled" });
    case "list-refused":
      return send({ kind: "refused", refused: generator.refusals() });
    case "account":
      // Times that were measured since the last sample belong to the account too.
      sendSample(generator);
      return send({ kind: "account", totals: generator.account(command.sent, command.refused) });
    case "close":
      generator.close();
      return send({ kind: "closed" });
  }
}

function sendSample(source: Generator): void {
  send({ kind: "sample", sample: source.sample() });
}

function send(event: WorkerEvent): void {
  coordinator?.postMessage(event);
}
