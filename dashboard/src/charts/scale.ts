/** Round numbers from 0 to at least `most`, about so many; the last is the top of the scale. */
export function ticks(most: number, about = 3): number[] {
  if (!(most > 0)) {
    return [0, 1];
  }
  const rough = most / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((nice) => nice * power >= rough * 0.999) ?? 10) * power;
  const many = Math.ceil(most / step - 1e-9);
  return Array.from({ length: many + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720];

/** The places of whole minutes in a span of milliseconds, at most about so many, at times that a clock has. */
export function minutes(from: number, to: number, about = 5): number[] {
  const span = Math.max(1, (to - from) / 60_000);
  const every = (STEPS.find((step) => step >= span / about) ?? 1440) * 60_000;
  const places: number[] = [];
  for (let at = Math.ceil(from / every) * every; at <= to; at += every) {
    places.push(at);
  }
  return places;
}

export interface Point {
  x: number;
  y: number | null;
}

/** The path of a line, broken where a value is missing or two points are further apart than `gap`. */
export function line(points: readonly Point[], gap = Infinity): string {
  let path = "";
  let last: Point | null = null;
  for (const point of points) {
    if (point.y === null) {
      last = null;
      continue;
    }
    const joined = last !== null && point.x - last.x <= gap;
    path += `${joined ? "L" : "M"}${round(point.x)} ${round(point.y)}`;
    last = point;
  }
  return path;
}

/** The area between two lines over the same places. */
export function area(upper: readonly { x: number; y: number }[], lower: readonly { x: number; y: number }[]): string {
  if (upper.length === 0) {
    return "";
  }
  const back = [...lower].reverse();
  return `${line(upper)}${line(back).replace("M", "L")}Z`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
