const WHOLE = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const SHORT = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });

/** 1,234 up to a hundred thousand, then 123.5K. */
export function count(value: number): string {
  return Math.abs(value) < 100_000 ? WHOLE.format(value) : SHORT.format(value);
}

/** A rate by second: 0, 0.4, 12.3, 1,234. */
export function rate(value: number): string {
  return value !== 0 && value < 100 ? trim(value.toFixed(1)) : count(value);
}

/** A duration of so many milliseconds: 4.2 µs, 0.42 ms, 12.3 ms, 1.24 s, 2 min 5 s. */
export function millis(value: number): string {
  if (value !== 0 && value < 0.1) {
    return `${trim((value * 1000).toFixed(1))} µs`;
  }
  if (value < 10) {
    return `${trim(value.toFixed(2))} ms`;
  }
  if (value < 1000) {
    return `${trim(value.toFixed(1))} ms`;
  }
  if (value < 60_000) {
    return `${trim((value / 1000).toFixed(2))} s`;
  }
  return span(value / 1000);
}

/** A span of so many seconds in its two largest units. */
export function span(seconds: number): string {
  const units: [string, number][] = [
    ["d", 86_400],
    ["h", 3600],
    ["min", 60],
    ["s", 1],
  ];
  let rest = Math.max(0, Math.round(seconds));
  const parts: string[] = [];
  for (const [unit, size] of units) {
    const many = Math.floor(rest / size);
    if (many > 0 && parts.length < 2) {
      parts.push(`${many} ${unit}`);
    } else if (parts.length > 0) {
      break;
    }
    rest -= many * size;
  }
  return parts.join(" ") || "0 s";
}

export function bytes(value: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let size = value;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${unit === 0 ? size : trim(size.toFixed(1))} ${units[unit]}`;
}

/** A share of 1 as a percentage: 0 %, 0.04 %, 12.3 %. */
export function share(value: number): string {
  const percent = value * 100;
  return `${percent !== 0 && percent < 0.1 ? trim(percent.toFixed(2)) : trim(percent.toFixed(1))} %`;
}

/** A figure in the unit that the API names. */
export function figure(value: number, unit: "requests_per_second" | "share" | "ms" | undefined): string {
  return unit === "ms" ? millis(value) : unit === "share" ? share(value) : `${rate(value)}/s`;
}

/** The time of day here, with milliseconds. */
export function clock(time: string | number, withMillis = true): string {
  const date = new Date(time);
  return CLOCK.format(date) + (withMillis ? "." + String(date.getMilliseconds()).padStart(3, "0") : "");
}

export function day(time: string | number): string {
  return DAY.format(new Date(time));
}

/** Day and time here. */
export function moment(time: string): string {
  return `${day(time)}, ${clock(time, false)}`;
}

/** How long ago, or how long until then. */
export function ago(time: string, now: number): string {
  const seconds = (now - Date.parse(time)) / 1000;
  if (Math.abs(seconds) < 1.5) {
    return "just now";
  }
  return seconds >= 0 ? `${span(seconds)} ago` : `in ${span(-seconds)}`;
}

export function plural(many: number, one: string, more = one + "s"): string {
  return `${count(many)} ${many === 1 ? one : more}`;
}

function trim(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
