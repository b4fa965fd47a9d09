import { EndpointName, serverTexts } from "@chat/protocol";
import type { Endpoint } from "../dispatch/endpoint.ts";

/** Sends a text to all other users, and replies with their number [C-63]. */
export const shout: Endpoint = {
  name: EndpointName.Shout,
  summary: "Send your text to everyone else.",
  handle: async ({ text, shout, reply }) => reply(serverTexts.shoutReceipt.write(await shout(text))),
};
