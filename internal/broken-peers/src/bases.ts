import type { BrokenPeer } from "./broken-peer.ts";

const SERVER = {
  role: "server",
  fault: "Names with characters above U+00FF are refused: it keeps the profile *server*.",
  rules: ["C-40", "C-41", "C-43", "C-44"],
  mistake: "",
  remedy: "",
} as const;
const CLIENT = {
  role: "client",
  fault: "Every character that could do harm becomes U+FFFD, in place of the signs that the contract recommends.",
  rules: ["C-80"],
  mistake: "",
  remedy: "",
} as const;

/** The programs from which the wrong ones inherit: right in every MUST of their profile. */
export const bases: readonly BrokenPeer[] = [
  { name: "chat_server", language: "python", ...SERVER },
  { name: "chat-server", language: "javascript", ...SERVER },
  { name: "chat_client", language: "python", ...CLIENT },
  { name: "chat-client", language: "javascript", ...CLIENT },
];
