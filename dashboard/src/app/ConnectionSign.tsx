import { RotateCw } from "lucide-react";
import type { FeedState } from "../api/feed";
import { feed } from "../live/live";
import { useNow } from "../live/media";

/** Whether what is shown is what happens now; else when the page will try again. */
export function ConnectionSign({ state }: { state: FeedState }) {
  const now = useNow();
  if (state.phase === "waiting") {
    const seconds = Math.max(0, Math.ceil((state.retryAt - now) / 1000));
    return (
      <div className="connection tone-bad" data-phase="waiting">
        <span className="dot" aria-hidden="true" />
        <span role="status" title={state.why}>
          Disconnected<span className="wide-only">, again in {seconds} s</span>
        </span>
        <button type="button" className="icon-button small" aria-label="Reconnect now" title="Reconnect now" onClick={feed.retryNow}>
          <RotateCw aria-hidden="true" />
        </button>
      </div>
    );
  }
  const live = state.phase === "live";
  return (
    <div className={`connection tone-${live ? "good" : "warn"}`} data-phase={state.phase}>
      <span className={live ? "dot pulse" : "dot"} aria-hidden="true" />
      <span role="status">{live ? "Live" : "Connecting"}</span>
    </div>
  );
}
