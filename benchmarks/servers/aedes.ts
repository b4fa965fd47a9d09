// An MQTT broker for the same runtime, as its documentation starts it.
import { createServer } from "node:net";
import { Aedes } from "aedes";

const broker = await Aedes.createBroker();
const server = createServer({ noDelay: true }, broker.handle);
server.listen({ host: "127.0.0.1", port: Number(process.argv[2]), backlog: 4_096 });
