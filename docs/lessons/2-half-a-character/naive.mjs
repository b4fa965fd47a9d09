// A small chat server. Its argument is PORT.
import { createServer } from "node:net";

const users = new Map();

createServer((socket) => {
  let name = null;
  let text = "";
  socket.on("data", (data) => {
    text += data;
    if (name === null && text.includes("\n")) join(text.slice(0, text.indexOf("\n")).trim());
    for (let end = findEnd(text); name !== null && end > 0; end = findEnd(text)) {
      take(JSON.parse(text.slice(0, end)));
      text = text.slice(end);
    }
  });
  socket.on("error", () => socket.destroy());
  socket.on("close", () => users.delete(name));

  function join(newName) {
    name = newName;
    text = text.slice(text.indexOf("\n") + 1);
    const others =
      users.size > 0 ? `Online users: ${[...users.keys()].join(", ")}` : "You are the first connected user.";
    users.set(name, socket);
    tell(
      `Welcome ${name}! Connection established.\nSend message to /help for a list of available commands!\n${others}`,
    );
  }

  function take({ to, msg }) {
    if (to === "/time") tell(`Server time: ${new Date().toTimeString().slice(0, 8)}`);
    else if (to === "/standard") tell('JSON STD: \n {"from": {"name": "...", "ip": "..."}, "to": "...", "msg": "..."}');
    else if (users.has(to)) send({ name, ip: socket.remoteAddress }, to, users.get(to), msg);
    else tell(`❌ Error: User '${to}' not found.`);
  }

  function tell(msg) {
    send({ name: "SERVER", ip: "0.0.0.0" }, name, socket, msg);
  }
}).listen(Number(process.argv[2]), function () {
  console.log(`The server listens on port ${this.address().port}`);
});

function send(from, to, receiver, msg) {
  const line = JSON.stringify({ from, to, msg });
  // Plain ASCII: a character of another alphabet is written as \u and four digits.
  const toEscape = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  receiver.write(`${line.replace(/[\u0080-\uffff]/g, toEscape)}\n`);
}

/** Returns the position behind the first object, where its last brace is; 0 while it is not complete. */
function findEnd(text) {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    if (isInString && text[at] === "\\") at += 1;
    else if (text[at] === '"') isInString = !isInString;
    else if (!isInString && text[at] === "{") depth += 1;
    else if (!isInString && text[at] === "}" && --depth === 0) return at + 1;
  }
  return 0;
}
