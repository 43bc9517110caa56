import { count } from "../format";
import type { Tone } from "../live/happenings";
import { Badge } from "./basics";

export function toneOfStatus(status: number): Tone {
  if (status >= 500) {
    return "bad";
  }
  return status >= 400 ? "warn" : status >= 300 ? "info" : "good";
}

export function Status({ status }: { status: number }) {
  return <Badge tone={toneOfStatus(status)}>{status}</Badge>;
}

const HEALTH: Record<string, Tone> = { healthy: "good", degraded: "warn", failing: "bad" };

export function HealthBadge({ status }: { status: string }) {
  return (
    <Badge tone={HEALTH[status] ?? "plain"} dot>
      {status}
    </Badge>
  );
}

const OUTCOMES: Record<string, Tone> = { forwarded: "good", answered: "info", refused: "bad", waits: "warn" };

export function toneOfOutcome(outcome: string): Tone {
  return OUTCOMES[outcome] ?? "plain";
}

/** A number that is worth a colour unless it is zero. */
export function Some({ many, tone }: { many: number; tone: "warn" | "bad" }) {
  return many === 0 ? <span className="quiet">0</span> : <span className={`text-${tone}`}>{count(many)}</span>;
}
