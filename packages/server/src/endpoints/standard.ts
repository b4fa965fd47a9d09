import { EndpointName, serverTexts } from "@chat/protocol";
import type { Endpoint } from "../dispatch/endpoint.ts";

/** Shows one user what a message looks like [C-66]. */
export const standard: Endpoint = {
  name: EndpointName.Standard,
  summary: "Show the structure of a message.",
  handle: ({ reply }) => reply(serverTexts.standard.write()),
};
