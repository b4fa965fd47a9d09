import { EndpointName, MAX_SERVER_MESSAGE_BYTES, serverTexts } from "@chat/protocol";
import type { Endpoint } from "../dispatch/endpoint.ts";

/** Replies with the names of all endpoints, custom ones included [C-65]. */
export const help: Endpoint = {
  name: EndpointName.Help,
  summary: "Show the available commands.",
  handle: ({ endpoints, textRoom, reply }) => {
    const names = endpoints.map(({ name }) => name);
    reply(serverTexts.help.write(names, textRoom(MAX_SERVER_MESSAGE_BYTES)));
  },
};
