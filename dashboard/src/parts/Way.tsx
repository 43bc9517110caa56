import { Check, CircleDashed, CornerDownLeft, Eye, X } from "lucide-react";
import type { ReactNode } from "react";
import type { Schemas } from "../api/client";
import { millis } from "../format";
import { Badge, Facts } from "./basics";
import { toneOfOutcome } from "./tones";

type Explanation = Schemas["Explanation"];

const VERDICTS: Record<string, ReactNode> = {
  passed: <Check aria-hidden="true" />,
  refused: <X aria-hidden="true" />,
  answered: <CornerDownLeft aria-hidden="true" />,
  observed: <Eye aria-hidden="true" />,
};

/** How a request ends, in a sentence. */
export function Outcome({ explanation }: { explanation: Explanation }) {
  const { answer, forward, outcome } = explanation;
  return (
    <div className={`outcome tone-${toneOfOutcome(outcome)}`}>
      <Badge tone={toneOfOutcome(outcome)}>{outcome}</Badge>
      {forward && (
        <span>
          to <b>{forward.service}</b> {forward.version} at <code>{forward.host}</code> as <code>{forward.path}</code>
        </span>
      )}
      {answer && (
        <span>
          with <b>{answer.status}</b>
          {answer.code !== undefined && (
            <>
              {" "}
              <code>{answer.code}</code>
            </>
          )}
          {explanation.ended_by !== undefined && <> by {explanation.ended_by}</>}
          {(answer.detail ?? answer.message) !== undefined && <span className="block quiet">{answer.detail ?? answer.message}</span>}
        </span>
      )}
    </div>
  );
}

/** The stages that a request passes, what each of them compared, how long it took if that is known, and the place in the configuration that decided. */
export function Way({ explanation, timed = [] }: { explanation: Explanation; timed?: readonly Schemas["SingleStage"][] }) {
  const took = new Map(timed.map((one) => [one.stage, one.duration_ms]));
  return (
    <ol className="way">
      {explanation.steps.map((step) => {
        const known = step.verdict in VERDICTS;
        const time = took.get(step.stage);
        return (
          <li key={step.number} className={`step ${known ? `step-${step.verdict}` : "step-other"} ${step.compared.length === 0 ? "step-idle" : ""}`}>
            <span className="step-mark">{VERDICTS[step.verdict] ?? <CircleDashed aria-hidden="true" />}</span>
            <div className="step-head">
              <span className="step-name">{step.stage}</span>
              <span className="step-verdict">{step.verdict}</span>
              {time !== undefined && <span className="step-time">{millis(time)}</span>}
            </div>
            {step.compared.length > 0 && (
              <ul className="compared">
                {step.compared.map((one, i) => (
                  <li key={i}>
                    <span>{one.what}</span>
                    {one.decided_by !== undefined && <code className="place">{one.decided_by}</code>}
                  </li>
                ))}
              </ul>
            )}
          </li>
        );
      })}
    </ol>
  );
}

/** Who called, as far as the stages found out. */
export function CallerFacts({ caller }: { caller: Explanation["caller"] }) {
  return (
    <Facts
      facts={[
        ["Address", caller.address],
        ["Tenant", caller.tenant],
        ["Application", caller.application],
        ["Key", caller.key],
        ["User", caller.user_id],
        ["Groups", caller.groups?.join(", ")],
        ["Country", caller.country],
      ]}
    />
  );
}
