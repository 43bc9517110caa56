/** One server-sent event. */
export interface ServerEvent {
  name: string;
  data: string;
}

const LONGEST = 1 << 20;

/** Reads server-sent events from text as it comes, in pieces of any size. */
export class EventParser {
  private rest = "";
  private name = "";
  private data: string[] = [];
  private lastWasReturn = false;

  /** The events that are whole with this piece. Throws if a line does not end within a mebibyte. */
  push(piece: string): ServerEvent[] {
    const events: ServerEvent[] = [];
    let text = this.lastWasReturn && piece.startsWith("\n") ? piece.slice(1) : piece;
    this.lastWasReturn = piece === "" ? this.lastWasReturn : piece.endsWith("\r");
    text = this.rest + text;
    const lines = text.split(/\r\n|\r|\n/);
    this.rest = lines.pop() ?? "";
    if (this.rest.length > LONGEST) {
      throw new Error("an event of the gateway does not end");
    }
    for (const line of lines) {
      const event = this.line(line);
      if (event !== null) {
        events.push(event);
      }
    }
    return events;
  }

  private line(line: string): ServerEvent | null {
    if (line === "") {
      const event = this.data.length === 0 ? null : { name: this.name || "message", data: this.data.join("\n") };
      this.name = "";
      this.data = [];
      return event;
    }
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") {
      this.name = value;
    } else if (field === "data") {
      this.data.push(value);
    }
    return null;
  }
}
