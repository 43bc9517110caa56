import { line } from "./scale";

/** The last minute of a value, without a scale: only its shape. */
export function Sparkline({ values, colour }: { values: readonly number[]; colour: string }) {
  const most = Math.max(...values, 1e-9);
  const step = 100 / Math.max(1, values.length - 1);
  const points = values.map((value, i) => ({ x: i * step, y: 26 - (value / most) * 24 }));
  return (
    <svg className="sparkline" viewBox="0 0 100 28" preserveAspectRatio="none" aria-hidden="true">
      <path className={`line ${colour}`} d={line(points)} />
    </svg>
  );
}
