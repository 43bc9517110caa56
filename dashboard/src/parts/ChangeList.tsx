import { count } from "../format";
import type { Tone } from "../live/happenings";
import { Badge } from "./basics";

/** By the words of `gatehouse diff`. */
const TONES: Record<string, Tone> = { loss: "bad", "possible-loss": "warn", gain: "good" };

/** What another registry changes for callers, in the words of `gatehouse diff`. */
export function ChangeList({ changes, more }: { changes: readonly { severity: string; text: string }[]; more: number }) {
  return (
    <>
      {changes.length === 0 ? (
        <p className="quiet">Nothing that a caller notices.</p>
      ) : (
        <ul className="changes">
          {changes.map((one, i) => (
            <li key={i}>
              <Badge tone={TONES[one.severity] ?? "info"}>{one.severity.replace("-", " ")}</Badge>
              <span>{one.text}</span>
            </li>
          ))}
        </ul>
      )}
      {more > 0 && <p className="quiet">and {count(more)} more</p>}
    </>
  );
}
