import { EndpointName, LIST_MESSAGE_BYTES } from "@chat/protocol";
import type { Endpoint } from "../dispatch/endpoint.ts";

/** Replies with the other users online [C-62]. */
export const list: Endpoint = {
  name: EndpointName.List,
  summary: "Show who else is online.",
  handle: ({ others, textRoom, reply }) => reply(others.listText(textRoom(LIST_MESSAGE_BYTES))),
};
