import { client } from "./client.ts";

/** Clients with mistakes in the name that they send, and in what they do with the answer to it. */
export const handshakes = [
  client("01", "python", {
    fault:
      "The name has no newline and the first message follows it directly, so the server takes the client for one that can't frame.",
    rules: ["C-30"],
    unseen: "The contract allows it: such a name is only less sure to arrive.",
    mistake: "Name and first message are sent as one text, without anything between them.",
    remedy: 'End the name with a newline: f"{name}\\n".',
  }),
  client("22", "python", {
    fault: "The client joins as `username: <name>`, and all its messages come from somebody else.",
    rules: ["C-30", "C-50"],
    mistake: "The first line has a label before the name.",
    remedy: "Send the name alone.",
  }),
  client("23", "python", {
    fault: "Each key of the name is sent by itself, slowly: silence ends the name after the first.",
    rules: ["C-30"],
    mistake: "The input is sent key by key, as telnet does, in place of line by line.",
    remedy: "Collect the line and send it with one call.",
  }),
  client("34", "python", {
    fault: "The name has a comma, and is refused.",
    rules: ["C-30", "C-41"],
    mistake: "The class was added to the name.",
    remedy: "Leave the comma out: lists of names are separated by it.",
  }),
  client("35", "javascript", {
    fault: "The name comes as JSON, which is no message.",
    rules: ["C-30", "C-32"],
    mistake: "The handshake was taken for a message.",
    remedy: "Send the name as plain text and a newline.",
  }),
  client("36", "javascript", {
    fault: "The client speaks HTTP.",
    rules: ["C-30"],
    mistake: "The server was taken for a web server.",
    remedy: "Open a TCP connection with node:net.",
  }),
  client("51", "python", {
    fault: "A notice before the welcome is taken for the answer to the name.",
    rules: ["C-33", "C-73"],
    mistake: "The first message of the server is taken for the welcome.",
    remedy: "Skip notices; look at `to` of the first other message.",
    takesInput: true,
  }),
  client("52", "python", {
    fault: "Messages and new connections use the name that was typed, not the name of the welcome.",
    rules: ["C-33", "C-90"],
    mistake: "The name of the welcome is not read.",
    remedy: "Take `to` of the welcome for the own name.",
    takesInput: true,
  }),
  client("60", "python", {
    fault: "The program ends without showing why its name was refused.",
    rules: ["C-34", "C-36", "C-91"],
    mistake: "The end of the connection is noticed before the last message is read.",
    remedy: "Read to the end, and show the text.",
    takesInput: true,
  }),
  client("61", "python", {
    fault: "A name that is in use is tried again and again.",
    rules: ["C-91"],
    mistake: "Every end of a connection is treated alike.",
    remedy: "Show the refusal, and let the user decide.",
    takesInput: true,
  }),
  client("62", "javascript", {
    fault: "A name that the server does not want is tried again and again.",
    rules: ["C-36", "C-91"],
    mistake: "Only a name in use is taken for a refusal.",
    remedy: "Stop at every refusal that the contract does not except.",
    takesInput: true,
  }),
  client("77", "python", {
    fault: "The name is sent with a brace in it, which ends it.",
    rules: ["C-30"],
    mistake: "The role of the user was added to the name.",
    remedy: "Send the name alone; braces can't be part of it.",
    takesInput: true,
  }),
  client("78", "python", {
    fault: "The client waits for the server to speak first.",
    rules: ["C-30"],
    mistake: "Other servers greet their clients.",
    remedy: "Send the name at once.",
    takesInput: true,
  }),
  client("90", "python", {
    fault: "The name is sent as Latin-1, which is not UTF-8, and refused.",
    rules: ["C-2", "C-30"],
    mistake: "The name is encoded by the system's old code page.",
    remedy: "Encode the name as UTF-8.",
  }),
];
