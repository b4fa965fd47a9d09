// The yardstick: what the runtime itself costs. A relay that takes a name, looks up who a line is for, and passes it on as it
// is. It validates nothing, stamps nothing and limits nothing, so no chat server written for this runtime can be cheaper.
import { createServer, type Socket } from "node:net";
import { answerMeasurements } from "../load/process-usage.ts";

const socketsByName = new Map<string, Socket>();
const waitingLines = new Map<Socket, string>();

const server = createServer({ noDelay: true }, (socket) => {
  let name = "";
  let incompleteLine = "";
  socket.setEncoding("latin1");
  socket.on("data", (chunk: string) => {
    const lines = (incompleteLine + chunk).split("\n");
    incompleteLine = lines.pop() ?? "";
    for (const line of lines) {
      if (name === "") name = join(socket, line);
      else forward(socket, line);
    }
  });
  socket.on("error", () => socket.destroy());
  socket.on("close", () => socketsByName.delete(name));
});

function join(socket: Socket, name: string): string {
  socketsByName.set(name, socket);
  write(socket, `Welcome ${name}!\n`);
  return name;
}

/** What nobody is there for goes back, so that the load's `/time` gets its answer here too. */
function forward(sender: Socket, line: string): void {
  const start = line.indexOf('"to": "') + 7;
  const receiver = socketsByName.get(line.slice(start, line.indexOf('"', start)));
  write(receiver ?? sender, `${line}\n`);
}

/** One write per receiver and turn of the event loop, since that is what makes a relay fast. */
function write(receiver: Socket, line: string): void {
  if (waitingLines.size === 0) setImmediate(flush);
  waitingLines.set(receiver, (waitingLines.get(receiver) ?? "") + line);
}

function flush(): void {
  for (const [receiver, lines] of waitingLines) receiver.write(lines, "latin1");
  waitingLines.clear();
}

server.listen({ host: "127.0.0.1", port: 0, backlog: 4_096 }, () => answerMeasurements(server.address()));
