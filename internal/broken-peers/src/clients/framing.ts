import { because } from "../because.ts";
import { client } from "./client.ts";

/** Clients with mistakes in the ends of messages: of those that they send, and of those that they read. */
export const framing = [
  client("02", "python", {
    fault:
      "The name has a newline, yet each recv is taken for one message: the client breaks when two arrive together.",
    rules: ["C-10", "C-22"],
    follows: because(
      "What comes in one read with something else, or in two reads, ends the program.",
      "C-2 C-3 C-11 C-12 C-13 C-33 C-69 C-73 C-80 C-90 C-92",
    ),
    mistake: "json.loads gets what one recv returned. TCP is a stream: a read may hold half a message, or several.",
    remedy: "Read by line, or find the end of each message by its braces.",
  }),
  client("11", "java", {
    fault: "Two bytes of length stand before each message.",
    rules: ["C-11", "C-103"],
    mistake: "DataOutputStream.writeUTF writes the length first.",
    remedy: "output.write(message.getBytes(StandardCharsets.UTF_8)).",
  }),
  client("12", "python", {
    fault: "Each message stands between b' and '.",
    rules: ["C-11", "C-103"],
    mistake: "Bytes were put into a text, which shows them as Python source.",
    remedy: "Send the bytes themselves: sendall(data).",
  }),
  client("13", "python", {
    fault: "Four bytes of length stand before each message.",
    rules: ["C-11", "C-103"],
    mistake: 'struct.pack("!I", len(data)) belongs to another protocol.',
    remedy: "Send the JSON and a newline, nothing before it.",
  }),
  client("20", "c", {
    fault: "A zero byte follows each message.",
    rules: ["C-11", "C-103"],
    mistake: "strlen(line) + 1 counts the zero byte that ends a string of C in memory. JSON has none.",
    remedy: "send(connection, line, strlen(line), 0).",
  }),
  client("26", "sh", {
    fault: "An object is never closed, and swallows all that follows.",
    rules: ["C-12", "C-14"],
    mistake: "The brace that closes `from` was forgotten.",
    remedy: 'Write "ip": "127.0.0.1"} before the comma.',
  }),
  client("28", "python", {
    fault: "Each message is base64.",
    rules: ["C-3", "C-11"],
    mistake: "The bytes are encoded for a channel that takes text alone, which TCP is not.",
    remedy: "Send the JSON as it is, in UTF-8.",
  }),
  client("29", "ruby", {
    fault: "Each message is a list with one object.",
    rules: ["C-3", "C-11", "C-103"],
    mistake: "The list of outgoing messages is encoded, not each message.",
    remedy: "outgoing.each { |message| connection.puts(message.to_json) }.",
  }),
  client("32", "python", {
    fault: "A byte order mark stands before each message.",
    rules: ["C-11", "C-103"],
    mistake: 'The encoding "utf-8-sig" writes one each time.',
    remedy: 'encode("utf-8").',
  }),
  client("40", "python", {
    fault: "Lines are taken from each read by itself, so a message that is cut between two reads is lost.",
    rules: ["C-10"],
    follows: { "C-13": "A large message is cut between two reads." },
    mistake: "splitlines of what one recv returned.",
    remedy: "Keep what is behind the last line feed for the next read.",
    takesInput: true,
  }),
  client("41", "python", {
    fault: "Of several messages that arrive together only the first is shown.",
    rules: ["C-10", "C-22"],
    mistake: "The buffer is emptied after one message.",
    remedy: "Go on until the buffer holds no whole message.",
    takesInput: true,
  }),
  client("42", "python", {
    fault: "A brace inside a text ends the message early.",
    rules: ["C-12"],
    mistake: "Braces are counted without a look at quotes.",
    remedy: "Skip strings when braces are counted.",
    takesInput: true,
  }),
  client("43", "javascript", {
    fault: "A quote behind a backslash ends the string, so braces behind it count.",
    rules: ["C-12"],
    mistake: "Escapes are not known to the code that counts braces.",
    remedy: "Skip the character behind a backslash inside a string.",
    takesInput: true,
  }),
  client("44", "python", {
    fault: "A message of more than 65,536 bytes ends the connection.",
    rules: ["C-13"],
    mistake: "The limit of what clients send was taken for that of what they receive.",
    remedy: "Accept 262,144 bytes.",
    takesInput: true,
  }),
  client("45", "python", {
    fault: "Of a long message only the first 4,096 bytes are read.",
    rules: ["C-13"],
    mistake: "The line buffer has a fixed size.",
    remedy: "Accept 262,144 bytes.",
    takesInput: true,
  }),
  client("46", "python", {
    fault: "A message without end is collected for ever.",
    rules: ["C-3", "C-13"],
    mistake: "There is no limit for what is received.",
    remedy: "Hang up after 262,144 bytes.",
    takesInput: true,
  }),
  client("75", "javascript", {
    fault: "A text of any length is sent.",
    rules: ["C-13"],
    mistake: "Nobody counts the bytes of what is sent.",
    remedy: "Tell the user when a message has more than 65,536 bytes.",
    takesInput: true,
  }),
  client("79", "python", {
    fault: "Messages are not ended by a line feed.",
    rules: ["C-20"],
    mistake: "json.dumps writes none.",
    remedy: "Add a line feed to each message.",
    takesInput: true,
  }),
  client("80", "python", {
    fault: "A dot is sent in front of each message, to keep the connection alive.",
    rules: ["C-11", "C-103"],
    mistake: "Another protocol has such bytes.",
    remedy: "Send nothing between messages; ask for /time in a long silence.",
  }),
];
