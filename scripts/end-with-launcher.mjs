// Loaded into the server's process by start.mjs. A launcher that is killed outright can forward nothing, but then its channel
// closes: the server ends as if it had been asked to, and the port is not held by a process that nobody sees.
process.channel?.unref();
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
