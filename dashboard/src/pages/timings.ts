import type { Schemas } from "../api/client";
import type { Span } from "../charts/Waterfall";
import { plural } from "../format";

type Detail = Pick<Schemas["LogDetail"], "stages" | "timed_by_stage" | "single_stages" | "tries" | "request">;

const ATTEMPTS: Record<Schemas["Attempt"]["outcome"], string> = { responded: "chart-good", failed: "chart-bad", abandoned: "chart-low" };

/** What follows the stages. */
const AFTERWARDS: readonly string[] = ["Forward", "Respond"];

/** What is shorter than that part of the whole is too short to be seen. */
const SHORTEST = 1 / 200;

/**
 * Groups of stages with the stages in them, and tries, on one scale. Stages too short to be seen stand together, unless every one is
 * wanted. Where single stages were not timed, those that had to wait stand behind the groups.
 */
export function spansOf(detail: Detail, every: boolean): Span[] {
  const least = every ? 0 : detail.request.duration_ms * SHORTEST;
  const singles = detail.timed_by_stage ? detail.single_stages : [];
  const named = new Set(singles.map(({ stage }) => stage));
  const groups = detail.stages.filter(({ stage }) => !named.has(stage) && !AFTERWARDS.includes(stage));
  const spans: Span[] = [];
  for (const { stage, start_ms, duration_ms } of groups) {
    spans.push({ name: stage, start: start_ms, duration: duration_ms, colour: "chart-main" });
    spans.push(...joined(singles.filter(({ group }) => group === stage), least));
  }
  spans.push(...joined(singles.filter(({ group }) => !groups.some(({ stage }) => stage === group)), least));
  for (const { stage, start_ms, duration_ms } of detail.stages.filter((one) => AFTERWARDS.includes(one.stage))) {
    spans.push({ name: stage, start: start_ms, duration: duration_ms, colour: "chart-high" });
  }
  detail.tries.forEach((one, i) =>
    spans.push({
      name: `Try ${i + 1}: ${one.upstream.replace(/^https?:\/\//, "")}`,
      start: one.start_ms,
      duration: one.duration_ms,
      colour: ATTEMPTS[one.outcome],
      ...(one.outcome === "responded" ? {} : { note: one.outcome }),
    }),
  );
  return spans;
}

function joined(singles: readonly Schemas["SingleStage"][], least: number): Span[] {
  const spans: Span[] = [];
  let short: Span | null = null;
  let many = 0;
  for (const { stage, start_ms, duration_ms, waited } of singles) {
    if (duration_ms >= least) {
      short = null;
      spans.push({ name: stage, start: start_ms, duration: duration_ms, colour: waited ? "chart-other" : "chart-middle", part: true, ...(waited ? { note: "waited" } : {}) });
    } else if (short === null) {
      many = 1;
      short = { name: stage, start: start_ms, duration: duration_ms, colour: "chart-low", part: true };
      spans.push(short);
    } else {
      short.name = plural(++many, "short stage");
      short.duration = start_ms + duration_ms - short.start;
    }
  }
  return spans;
}
