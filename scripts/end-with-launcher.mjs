// Loaded into the server's process by start.mjs. A launcher that is killed can forward no signal, but its channel closes: the
// server then ends as after SIGTERM, so no process without a terminal keeps the port.
process.channel?.unref();
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
