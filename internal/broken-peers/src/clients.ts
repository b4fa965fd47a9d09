import type { BrokenPeer } from "./broken-peer.ts";
import type { LanguageName } from "./language.ts";

/** Clients with one typical mistake each. Their numbers follow no order. */
export const brokenClients: readonly BrokenPeer[] = [
  client("01", "python", {
    fault:
      "The name has no newline and the first message follows it directly, so the server takes the client for one that can't frame.",
    rules: ["C-30"],
    mistake: "Name and first message are sent as one text, without anything between them.",
    remedy: 'End the name with a newline: f"{name}\\n".',
  }),
  client("02", "python", {
    fault:
      "The name has a newline, yet each recv is taken for one message: the client breaks when two arrive together.",
    rules: ["C-10", "C-22"],
    mistake: "json.loads gets what one recv returned. TCP is a stream: a read may hold half a message, or several.",
    remedy: "Read by line, or find the end of each message by its braces.",
  }),
  client("03", "javascript", {
    fault: "Each message is the text [object Object].",
    rules: ["C-3"],
    mistake: "The object is put into a template string, which shows its type.",
    remedy: "JSON.stringify(message) makes JSON of it.",
  }),
  client("04", "rust", {
    fault: "The receiver of shouts is `/shout hello`, an unknown command.",
    rules: ["C-61"],
    mistake: "The whole command line is sent as `to`, and `msg` is empty.",
    remedy: "Split at the first space: /shout goes into `to`, the rest into `msg`.",
  }),
  client("05", "c", {
    fault: "Strings hold a raw carriage return and line feed, so no object is JSON.",
    rules: ["C-3"],
    mistake: "fgets keeps the end of the line, and JSON is made without escaping the text.",
    remedy: 'Cut the line at its end, line[strcspn(line, "\\r\\n")] = 0, and escape control characters.',
  }),
  client("06", "go", {
    fault: "Thousands of messages are sent as fast as the connection takes them, so the server reads it more slowly.",
    rules: [],
    mistake: "A loop sends without any pause.",
    remedy: "Send what people need to know, a few times a second at most: time.Tick.",
  }),
  client("07", "python", {
    fault: "Keys stand in typographic quotes.",
    rules: ["C-3"],
    mistake: "The JSON was copied from a text document, which had changed the quotes.",
    remedy: 'Type the quotes again as ", or better, use json.dumps.',
  }),
  client("08", "python", {
    fault: "`from.name` is always Student, whatever name the client has joined with.",
    rules: ["C-50"],
    mistake: "The name in the message is a constant from an example.",
    remedy: "Use the name of the handshake in each message.",
  }),
  client("09", "python", {
    fault: "Messages to `list` and `time`, who are no users.",
    rules: ["C-4"],
    mistake: "The slash of the endpoint is missing.",
    remedy: "Write /list and /time.",
  }),
  client("10", "javascript", {
    fault: "`msg` is an object.",
    rules: ["C-3"],
    mistake: "More data was added inside `msg`, which has to be a string.",
    remedy: "Send a string: the text alone, or JSON.stringify of the data.",
  }),
  client("11", "java", {
    fault: "Two bytes of length stand before each message.",
    rules: ["C-11"],
    mistake: "DataOutputStream.writeUTF writes the length first.",
    remedy: "output.write(message.getBytes(StandardCharsets.UTF_8)).",
  }),
  client("12", "python", {
    fault: "Each message stands between b' and '.",
    rules: ["C-11"],
    mistake: "Bytes were put into a text, which shows them as Python source.",
    remedy: "Send the bytes themselves: sendall(data).",
  }),
  client("13", "python", {
    fault: "Four bytes of length stand before each message.",
    rules: ["C-11"],
    mistake: 'struct.pack("!I", len(data)) belongs to another protocol.',
    remedy: "Send the JSON and a newline, nothing before it.",
  }),
  client("14", "sh", {
    fault: "Plain text is sent in place of messages.",
    rules: ["C-3", "C-11"],
    mistake: "The author takes the server for a chat by lines of text.",
    remedy: "Send a JSON object for each message; the answer to /standard shows its form.",
  }),
  client("15", "javascript", {
    fault: "Messages to the user Everyone, who does not exist.",
    rules: ["C-63"],
    mistake: "Everyone is only how the receivers of a shout see it addressed.",
    remedy: 'Send to "/shout".',
  }),
  client("16", "php", {
    fault: "Each message comes over a new connection while the old ones stay open, so the name is refused as taken.",
    rules: ["C-44"],
    mistake: "Connecting and joining are part of the function that sends.",
    remedy: "Connect and join once, keep the connection, and send all messages over it.",
  }),
  client("17", "python", {
    fault: "Each message is a JSON string that holds JSON.",
    rules: ["C-3"],
    mistake: "json.dumps is called twice.",
    remedy: "Call json.dumps once, with the dictionary.",
  }),
  client("18", "ruby", {
    fault: "Texts with accents are Latin-1, which is not UTF-8: the connection ends.",
    rules: ["C-2"],
    mistake: 'The line is encoded as "ISO-8859-1".',
    remedy: "Leave it in UTF-8, Ruby's own encoding.",
  }),
  client("19", "python", {
    fault: "The key of the text is `message`.",
    rules: ["C-3"],
    mistake: "The key was guessed.",
    remedy: "Call it `msg`.",
  }),
  client("20", "c", {
    fault: "A zero byte follows each message.",
    rules: ["C-11"],
    mistake: "strlen(line) + 1 counts the zero byte that ends a string of C in memory. JSON has none.",
    remedy: "send(connection, line, strlen(line), 0).",
  }),
  client("21", "javascript", {
    fault: "The client shuts down its side right after its name, and is no user any more.",
    rules: ["C-35"],
    mistake: "socket.end was called to send the name: it ends the connection behind it.",
    remedy: "socket.write, and socket.end only when the user leaves.",
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
  client("24", "python", {
    fault: "The client never reads, until the server cuts it off.",
    rules: ["C-70"],
    mistake: "There is no loop or thread that receives.",
    remedy: "Read all the time, in a thread of its own, also while nothing is expected.",
  }),
  client("25", "python", {
    fault: "`msg` is a number.",
    rules: ["C-3"],
    mistake: "A number is passed as the text.",
    remedy: "str(number).",
  }),
  client("26", "sh", {
    fault: "An object is never closed, and swallows all that follows.",
    rules: ["C-12", "C-14"],
    mistake: "The brace that closes `from` was forgotten.",
    remedy: 'Write "ip": "127.0.0.1"} before the comma.',
  }),
  client("27", "rust", {
    fault: "`from` has no `ip`.",
    rules: ["C-3"],
    mistake: "The key was left out, since the server knows the address anyway.",
    remedy: 'Send "ip" too; it may be empty.',
  }),
  client("28", "python", {
    fault: "Each message is base64.",
    rules: ["C-3", "C-11"],
    mistake: "The bytes are encoded for a channel that takes text alone, which TCP is not.",
    remedy: "Send the JSON as it is, in UTF-8.",
  }),
  client("29", "ruby", {
    fault: "Each message is a list with one object.",
    rules: ["C-3", "C-11"],
    mistake: "The list of outgoing messages is encoded, not each message.",
    remedy: "outgoing.each { |message| connection.puts(message.to_json) }.",
  }),
  client("30", "python", {
    fault: "Strings stand in single quotes.",
    rules: ["C-3"],
    mistake: "A dictionary as text is Python, not JSON.",
    remedy: "json.dumps(message).",
  }),
  client("31", "go", {
    fault: "Keys begin with capital letters: From, Name, Ip, To, Msg.",
    rules: ["C-3"],
    mistake: "Go writes the names of the fields, which have to be capitals, when no tag says otherwise.",
    remedy: 'Add tags: `json:"from"`.',
  }),
  client("32", "python", {
    fault: "A byte order mark stands before each message.",
    rules: ["C-11"],
    mistake: 'The encoding "utf-8-sig" writes one each time.',
    remedy: 'encode("utf-8").',
  }),
  client("33", "javascript", {
    fault: "Messages are UTF-16.",
    rules: ["C-2"],
    mistake: 'socket.write was told "utf16le".',
    remedy: 'socket.write(text), or "utf8".',
  }),
  client("34", "python", {
    fault: "The name has a comma, and is refused.",
    rules: ["C-41"],
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
  client("37", "javascript", {
    fault: "A name that is in use is tried thirty times without a pause.",
    rules: ["C-44"],
    mistake: "The handler of `close` connects again at once, whatever the reason.",
    remedy: "Show a refusal to the user and ask for another name; after other ends wait, longer each time.",
  }),
  client("38", "java", {
    fault: "Messages have one more key, `time`.",
    rules: ["C-3"],
    mistake: "A field was added that the protocol does not have.",
    remedy: "Leave it out, or write the time into the text.",
  }),
  client("39", "php", {
    fault: "A comma stands before closing braces.",
    rules: ["C-3"],
    mistake: "JSON is written by hand as PHP's arrays are, where the last comma is allowed.",
    remedy: "json_encode the array.",
  }),
];

function client(
  number: string,
  language: LanguageName,
  answer: Pick<BrokenPeer, "fault" | "rules" | "mistake" | "remedy">,
): BrokenPeer {
  return { name: `client-${number}`, role: "client", language, ...answer };
}
