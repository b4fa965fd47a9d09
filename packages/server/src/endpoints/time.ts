import { EndpointName, serverTexts } from "@chat/protocol";
import type { Endpoint } from "../dispatch/endpoint.ts";

/** Replies with the time of the server's clock [C-64]. */
export const time: Endpoint = {
  name: EndpointName.Time,
  summary: "Show the server's clock.",
  handle: ({ clock, reply }) => reply(serverTexts.time.write(clock.now())),
};
