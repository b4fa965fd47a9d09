import { EndpointName, serverTexts } from "@chat/protocol";
import type { Endpoint } from "../dispatch/endpoint.ts";

/** Replies with the structure of a message [C-66]. */
export const standard: Endpoint = {
  name: EndpointName.Standard,
  summary: "Show the structure of a message.",
  handle: ({ reply }) => reply(serverTexts.standard.write()),
};
