// A chat server that is one of several nodes: its limits are the first argument, as JSON, the broker's URL the second.
//
// Besides, it makes bare requests to other such processes when it is told to: what crossing costs without a chat.
import { createChatNode } from "@chat/server";
import { NatsBackplane } from "@chat/server/nats";
import { connect, type Msg } from "@nats-io/transport-node";
import { inParallel } from "../load/concurrency.ts";
import { answerMeasurements } from "../load/process-usage.ts";
import { describeLatencies } from "../load/statistics.ts";

/** Order of the benchmark. */
export interface RequestOrder {
  /** Port of the node that is to answer. */
  readonly to: number;
  readonly count: number;
  readonly inFlight: number;
  readonly text: string;
}

const [limits = "{}", brokerUrl = ""] = process.argv.slice(2);
const backplane = await NatsBackplane.connect({ servers: [brokerUrl] });
const node = createChatNode({ host: "127.0.0.1", port: 0, limits: JSON.parse(limits), backplane });
const address = await node.listen();
const connection = await connect({ servers: brokerUrl });
connection.subscribe(`echo.${address.port}`, { callback: (_error, message) => void message.respond(message.data) });
connection.subscribe(`order.${address.port}`, { callback: (_error, message) => void obey(message) });
await connection.flush();
answerMeasurements(address);

/** Makes requests, and answers with how long they took. */
async function obey(message: Msg): Promise<void> {
  const { to, count, inFlight, text } = message.json<RequestOrder>();
  const latencies = await inParallel(Array.from({ length: count }), inFlight, async () => {
    const startedAt = performance.now();
    await connection.request(`echo.${to}`, text, { timeout: 10_000 });
    return performance.now() - startedAt;
  });
  message.respond(JSON.stringify(describeLatencies(latencies)));
}
