// Finds the messages of the server in a stream of bytes. It opens no sockets.

const MAX_MESSAGE_BYTES = 262_144;
/** Marks that matter for the end of an object. */
const MARKS = /["\\{}]/g;

/** Takes bytes as they come. What is no message is skipped. */
export class FrameReader {
  maxBytes = MAX_MESSAGE_BYTES;
  decoder = new TextDecoder("utf-8", { fatal: true });
  /** Text that is not read yet: it begins with the open object, if there is one. */
  text = "";

  constructor() {
    this.startOver();
  }

  startOver() {
    Object.assign(this, { at: 0, start: 0, depth: 0, inString: false, escapedAt: -1 });
  }

  /** Returns the messages that the bytes complete. Throws when the stream can't be read on. */
  push(data) {
    this.text += this.decoder.decode(data, { stream: true });
    const messages = [];
    for (let end = this.findEnd(); end !== null; end = this.findEnd()) {
      const frame = this.text.slice(this.start, end);
      this.text = this.text.slice(end);
      this.startOver();
      this.checkSize(frame);
      messages.push(...this.decode(frame));
    }
    this.checkSize(this.text);
    return messages;
  }

  checkSize(frame) {
    if (Buffer.byteLength(frame) > this.maxBytes) throw new Error("a message of the server is too large");
  }

  /** Returns the index behind the brace that ends the object, or null when it is not there yet. */
  findEnd() {
    MARKS.lastIndex = this.at;
    for (let found = MARKS.exec(this.text); found; found = MARKS.exec(this.text))
      if (this.takeMark(found[0], found.index)) return found.index + 1;
    this.at = this.text.length;
    if (this.depth === 0) {
      this.text = "";
      this.startOver();
    }
    return null;
  }

  /** Returns true for the brace that ends the object. */
  takeMark(mark, at) {
    if (this.depth === 0) {
      if (mark === "{") Object.assign(this, { start: at, depth: 1 });
    } else if (this.inString) this.takeMarkInString(mark, at);
    else if (mark === '"') this.inString = true;
    else if (mark === "{") this.depth++;
    else if (mark === "}") this.depth--;
    return mark === "}" && this.depth === 0 && !this.inString && at > this.start;
  }

  takeMarkInString(mark, at) {
    if (at === this.escapedAt) return;
    if (mark === "\\") this.escapedAt = at + 1;
    else if (mark === '"') this.inString = false;
  }

  /** Returns a list with the message, or without one. */
  decode(frame) {
    try {
      const message = JSON.parse(frame);
      const texts = [message.from.name, message.from.ip, message.to, message.msg];
      return texts.every((text) => typeof text === "string") ? [message] : [];
    } catch {
      return [];
    }
  }
}
