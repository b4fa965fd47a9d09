import { once } from "node:events";
import { request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";

const [, , host, port, name] = process.argv;

async function send(to, msg) {
  const posted = request({ host, port, method: "POST", path: "/messages" });
  posted.end(JSON.stringify({ from: { name, ip: "127.0.0.1" }, to, msg }));
  const [response] = await once(posted, "response");
  for await (const chunk of response.setEncoding("utf8")) console.log(JSON.stringify(chunk));
}

for (const [to, text] of [
  ["/list", ""],
  ["/time", ""],
  ["/shout", "hello"],
]) {
  await send(to, text).catch((error) => console.log(error.message));
  await pause(200);
}
