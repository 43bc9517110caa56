import { millis } from "../format";

export interface Span {
  name: string;
  start: number;
  duration: number;
  colour: string;
  note?: string;
  /** Whether it is a part of the one before it that is none. */
  part?: boolean;
}

/** Spans of one request below each other on one scale of time, in milliseconds. */
export function Waterfall({ spans, total }: { spans: readonly Span[]; total: number }) {
  const whole = Math.max(total, ...spans.map((span) => span.start + span.duration), 1e-6);
  const percent = (value: number): string => `${(value / whole) * 100}%`;
  return (
    <div className="waterfall" role="list" aria-label={`Timings, ${millis(total)} in all`}>
      <div className="waterfall-scale" aria-hidden="true">
        {[0, 0.25, 0.5, 0.75, 1].map((part) => (
          <span key={part} style={{ left: percent(part * whole) }}>
            {millis(part * whole)}
          </span>
        ))}
      </div>
      {spans.map((span, i) => (
        <div key={i} role="listitem" className={span.part ? "waterfall-row waterfall-part" : "waterfall-row"}>
          <span className="waterfall-name" title={span.name}>
            {span.name}
          </span>
          <span className="waterfall-track" aria-hidden="true">
            <span className={`waterfall-bar ${span.colour}`} style={{ left: percent(span.start), width: percent(span.duration) }} />
          </span>
          <span className="waterfall-time">
            {millis(span.duration)}
            {span.note !== undefined && <span className="quiet"> {span.note}</span>}
          </span>
        </div>
      ))}
    </div>
  );
}
