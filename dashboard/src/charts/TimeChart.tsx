import { useCallback, useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { clock } from "../format";
import { area, line, minutes, ticks } from "./scale";

export interface Series {
  name: string;
  /** One of the colours of charts, `chart-...` in the style sheet. */
  colour: string;
  /** By the same places as the times; null where there is nothing. */
  values: readonly (number | null)[];
}

interface TimeChartProps {
  label: string;
  times: readonly number[];
  series: readonly Series[];
  format: (value: number) => string;
  /** Whether the series are parts of a whole, one upon the other. */
  stacked?: boolean;
  /** The top of the scale, if it is always the same. */
  top?: number;
  /** How much is shown, in milliseconds. */
  span?: number;
  /** How far apart two times may be for a line to go on, in milliseconds. */
  apart?: number;
}

const HEIGHT = 168;
const LEFT = 52;
const RIGHT = 8;
const TOP = 8;
const BOTTOM = 22;

function useWidth(): [(element: HTMLElement | null) => void, number] {
  const [width, setWidth] = useState(0);
  const observer = useRef<ResizeObserver | null>(null);
  const attach = useCallback((element: HTMLElement | null) => {
    observer.current?.disconnect();
    if (element !== null) {
      observer.current = new ResizeObserver((entries) => setWidth(Math.round(entries[0]?.contentRect.width ?? 0)));
      observer.current.observe(element);
    }
  }, []);
  useEffect(() => () => observer.current?.disconnect(), []);
  return [attach, width];
}

/** Lines, or areas one upon the other, over the last minutes, with the values of one moment by pointer or arrow keys. */
export function TimeChart({ label, times, series, format, stacked = false, top, span = 300_000, apart = 3000 }: TimeChartProps) {
  const [attach, width] = useWidth();
  const [chosen, setChosen] = useState<number | null>(null);
  const clip = useId();

  const to = times[times.length - 1] ?? Date.now();
  const from = to - span;
  const inner = Math.max(1, width - LEFT - RIGHT);
  const x = (time: number): number => LEFT + ((time - from) / span) * inner;

  const stacks = useMemo(() => (stacked ? stack(series, times.length) : null), [series, stacked, times.length]);
  const most = top ?? Math.max(0, ...(stacks?.[stacks.length - 1] ?? series.flatMap((one) => one.values.map((value) => value ?? 0))));
  const scale = top === undefined ? ticks(most) : ticks(top, 4);
  const highest = scale[scale.length - 1] ?? 1;
  const y = (value: number): number => TOP + (1 - value / highest) * (HEIGHT - TOP - BOTTOM);

  const at = chosen === null ? null : nearest(times, chosen);
  const pointAt = (event: PointerEvent<SVGSVGElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    setChosen(from + ((event.clientX - box.left - LEFT) / inner) * span);
  };
  const step = (event: KeyboardEvent): void => {
    const by = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    if (by !== 0) {
      const index = at ?? times.length - 1;
      setChosen(times[Math.min(times.length - 1, Math.max(0, index + by))] ?? null);
      event.preventDefault();
    } else if (event.key === "Escape") {
      setChosen(null);
    }
  };

  const latest = series.map((one) => `${one.name} ${text(one.values[one.values.length - 1], format)}`).join(", ");
  return (
    <figure className="chart">
      <div className="chart-plot" ref={attach} tabIndex={0} role="img" aria-label={`${label}. Latest: ${latest}`} onKeyDown={step} onBlur={() => setChosen(null)}>
        {width > 0 && (
          <svg width={width} height={HEIGHT} onPointerMove={pointAt} onPointerLeave={() => setChosen(null)} aria-hidden="true">
            <clipPath id={clip}>
              <rect x={LEFT} y={0} width={inner} height={HEIGHT} />
            </clipPath>
            {scale.map((value) => (
              <g key={value}>
                <line className="grid" x1={LEFT} x2={width - RIGHT} y1={y(value)} y2={y(value)} />
                <text className="tick" x={LEFT - 8} y={y(value)} dy="0.32em" textAnchor="end">
                  {format(value)}
                </text>
              </g>
            ))}
            {minutes(from, to, width < 400 ? 3 : 5).map((time) => (
              <text key={time} className="tick" x={x(time)} y={HEIGHT - 5} textAnchor="middle">
                {x(time) > LEFT + 12 && x(time) < width - 20 ? clock(time, false).slice(0, 5) : ""}
              </text>
            ))}
            <g clipPath={`url(#${clip})`}>
              {stacks !== null
                ? series.map((one, i) => (
                    <path
                      key={one.name}
                      className={`area ${one.colour}`}
                      d={area(
                        times.map((time, k) => ({ x: x(time), y: y(stacks[i]?.[k] ?? 0) })),
                        times.map((time, k) => ({ x: x(time), y: y(stacks[i - 1]?.[k] ?? 0) })),
                      )}
                    />
                  ))
                : series.map((one) => (
                    <path
                      key={one.name}
                      className={`line ${one.colour}`}
                      d={line(
                        times.map((time, k) => {
                          const value = one.values[k] ?? null;
                          return { x: x(time), y: value === null ? null : y(value) };
                        }),
                        (apart / span) * inner,
                      )}
                    />
                  ))}
            </g>
            {at !== null && times[at] !== undefined && <line className="crosshair" x1={x(times[at])} x2={x(times[at])} y1={TOP} y2={HEIGHT - BOTTOM} />}
          </svg>
        )}
      </div>
      <figcaption className="legend" aria-hidden="true">
        <span className="legend-time">{at === null || times[at] === undefined ? "now" : clock(times[at], false)}</span>
        {series.map((one) => (
          <span key={one.name} className="legend-item">
            <span className={`swatch ${one.colour}`} />
            {one.name}
            <b>{text(one.values[at ?? one.values.length - 1], format)}</b>
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

function text(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? "–" : format(value);
}

function nearest(times: readonly number[], wanted: number): number | null {
  let best: number | null = null;
  times.forEach((time, i) => {
    if (best === null || Math.abs(time - wanted) < Math.abs((times[best] ?? 0) - wanted)) {
      best = i;
    }
  });
  return best;
}

function stack(series: readonly Series[], places: number): number[][] {
  const sums = new Array<number>(places).fill(0);
  return series.map((one) => {
    one.values.forEach((value, i) => (sums[i] = (sums[i] ?? 0) + (value ?? 0)));
    return [...sums];
  });
}
