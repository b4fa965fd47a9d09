import { EndpointName, LIST_MESSAGE_BYTES, serverTexts } from "@chat/protocol";
import type { Endpoint } from "../dispatch/endpoint.ts";

/** Tells one user who else is online [C-62]. */
export const list: Endpoint = {
  name: EndpointName.List,
  summary: "Show who else is online.",
  handle: ({ others: { names, count, isPartial }, textRoom, reply }) =>
    reply(serverTexts.userList.write({ names, count, maxTextBytes: textRoom(LIST_MESSAGE_BYTES) }, isPartial)),
};
