import { DisconnectReason, type ServerTotals, TroubleKind } from "@chat/server";

/** The value of a metric: one number, or one for each value of a label. */
type MetricValue = number | { readonly label: string; readonly counts: { readonly [value: string]: number } };

type Metric = readonly [name: string, type: "counter" | "gauge", help: string, value: MetricValue];

/** The content type of {@link writeMetrics}: the text format of Prometheus. */
export const METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** Writes the counts of a server, and of its process, in the text format of Prometheus. */
export function writeMetrics(totals: ServerTotals): string {
  return listMetrics(totals).map(writeMetric).join("");
}

function listMetrics(totals: ServerTotals): Metric[] {
  const { user, system } = process.cpuUsage();
  return [
    ["chat_users", "gauge", "Users online, on all nodes.", totals.users],
    ["chat_connections", "gauge", "Connections, those without a name included.", totals.connections],
    ["chat_joins_total", "counter", "Users who came online.", totals.joins],
    ["chat_leaves_total", "counter", "Users who went, by reason.", by("reason", DisconnectReason, totals.leaves)],
    [
      "chat_refused_connections_total",
      "counter",
      "Connections refused before they became a user.",
      totals.refusedConnections,
    ],
    ["chat_received_messages_total", "counter", "Messages from users, refused ones included.", totals.messagesIn],
    ["chat_received_bytes_total", "counter", "Bytes from clients.", totals.bytesIn],
    ["chat_sent_messages_total", "counter", "Messages written to users, answers included.", totals.messagesOut],
    ["chat_sent_bytes_total", "counter", "Bytes written to clients.", totals.bytesOut],
    ["chat_lost_messages_total", "counter", "Messages that a user may not have got.", totals.messagesLost],
    [
      "chat_refused_messages_total",
      "counter",
      "Messages that were refused, by kind.",
      by("kind", TroubleKind, totals.refusedMessages),
    ],
    ["chat_waiting_bytes", "gauge", "Bytes that wait to be written.", totals.waitingBytes],
    [
      "chat_event_loop_delay_seconds",
      "gauge",
      "Longest delay of an event loop since the last report.",
      totals.loopDelayMs / 1_000,
    ],
    ["process_resident_memory_bytes", "gauge", "Resident memory.", process.memoryUsage.rss()],
    ["process_cpu_seconds_total", "counter", "Processor time.", (user + system) / 1e6],
    ["process_start_time_seconds", "gauge", "Start of the process, since 1970.", Date.now() / 1_000 - process.uptime()],
  ];
}

/** Every value of the label has a count: one that is missing until its first event would hide that event. */
function by(
  label: string,
  values: { readonly [name: string]: string },
  counts: { readonly [value: string]: number },
): MetricValue {
  return { label, counts: Object.fromEntries(Object.values(values).map((value) => [value, counts[value] ?? 0])) };
}

function writeMetric([name, type, help, value]: Metric): string {
  const samples =
    typeof value === "number"
      ? [`${name} ${value}`]
      : Object.entries(value.counts).map(([word, count]) => `${name}{${value.label}="${word}"} ${count}`);
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...samples, ""].join("\n");
}
