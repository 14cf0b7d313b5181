// A job as it runs and what came of it: an import or a bulk action.
import { Button } from "@wordpress/components";
import { useEffect, useRef, useState, type RefObject } from "react";
import { api, reasonOf } from "../api/client";
import { onEvent } from "../api/events";
import type { Job } from "../api/types";
import { count, counted } from "../format/format";
import { sentence } from "../format/words";
import { useMay, useStanding } from "../shell/session";
import { useHandedOn } from "./focus";
import { Progress } from "./progress";
import { JobRows } from "./job_rows";
import { Failed, Loading, Stale } from "./state";
import { useGet } from "./use_get";

/** The newest of a job, by the stream; read again while the stream is away. */
export function useJob(id: number) {
  const got = useGet<Job>(`/jobs/${id}`);
  const { set, again, data } = got;
  useEffect(
    () => onEvent("job", (job) => job.id === id && set(job)),
    [id, set],
  );
  // Whoever has to log in again is not asked for it every two seconds.
  const here = useStanding().at === "in";
  const running = data?.state === "running" && here;
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(again, 2000);
    return () => clearInterval(timer);
  }, [running, again]);
  return got;
}

export const jobStates: Record<string, string> = {
  running: "Running",
  done: "Finished",
  failed: "Ended by a problem",
  cancelled: "Cancelled",
};

const importFacts = [
  ["created", "new"],
  ["updated", "changed"],
  ["unchanged", "as they were"],
  ["skipped", "left out"],
  ["failures", "failed"],
] as const;

const bulkFacts = [
  ["succeeded", "done"],
  ["skipped", "left out"],
  ["failed", "failed"],
] as const;

export function JobFacts({ job }: { job: Job }) {
  const report = job.report as Record<string, unknown>;
  const facts = job.kind === "bulk" ? bulkFacts : importFacts;
  return (
    <ul className="job-facts">
      {facts.map(([key, word]) => (
        <li key={key}>
          <strong>{count(Number(report[key] ?? 0))}</strong> {word}
        </li>
      ))}
    </ul>
  );
}

function ImportFailures({ job }: { job: Job }) {
  if (!("failures" in job.report) || job.report.failed.length === 0)
    return null;
  const { failed, failures } = job.report;
  return (
    <div className="table-scroll">
      <table className="plain numbered">
        <caption>
          {failed.length < failures
            ? `The first ${count(failed.length)} of ${count(failures)} failures`
            : counted(failures, "failure")}
        </caption>
        <thead>
          <tr>
            <th scope="col">Order</th>
            <th scope="col">Reason</th>
          </tr>
        </thead>
        <tbody>
          {failed.map((f) => (
            <tr key={f.id}>
              <th scope="row">{f.id}</th>
              <td>{sentence(f.reason)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Its button goes with the job's end: then the focus is on how it ended. */
function Cancel({ id, state }: { id: number; state: RefObject<HTMLElement> }) {
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState("");
  const here = useRef<HTMLDivElement>(null);
  useHandedOn(here, state);
  const cancel = async () => {
    setBusy(true);
    setWhy("");
    try {
      await api.post(`/jobs/${id}/cancel`);
    } catch (error) {
      setWhy(reasonOf(error));
    }
    setBusy(false);
  };
  return (
    <div ref={here}>
      <Button
        variant="secondary"
        size="compact"
        isBusy={busy}
        disabled={busy}
        accessibleWhenDisabled
        onClick={() => void cancel()}
      >
        Cancel the rest
      </Button>
      <div role="alert">
        {why && (
          <p className="problem">The job could not be cancelled: {why}</p>
        )}
      </div>
    </div>
  );
}

interface JobProgressProps {
  id: number;
  label: string;
  /** In a dialog: that it may be closed. */
  note?: string;
}

/** Progress with cancel while it runs, the report when it has ended. */
export function JobProgress({ id, label, note }: JobProgressProps) {
  const { data: job, error, again } = useJob(id);
  const may = useMay("operator");
  const state = useRef<HTMLParagraphElement>(null);
  if (!job)
    return error ? (
      <Failed what="The job could not be read" error={error} again={again} />
    ) : (
      <Loading />
    );
  const ended = job.state !== "running";
  return (
    <div className="job">
      <p role="status" ref={state} tabIndex={-1}>
        {error && !ended ? "When it was read last: " : ""}
        <strong>{jobStates[job.state] ?? job.state}</strong>
        {job.problem && (
          <>
            : <bdi>{job.problem}</bdi>
          </>
        )}
      </p>
      {error ? (
        <Stale
          what="The job could not be read again"
          error={error}
          again={again}
        />
      ) : null}
      {!ended && (
        <div className="acts">
          <Progress
            label={label}
            done={job.done}
            total={job.total}
            secondsLeft={job.seconds_left}
          />
          {may && <Cancel id={id} state={state} />}
        </div>
      )}
      {!ended && note && <p className="hint">{note}</p>}
      <JobFacts job={job} />
      {job.kind === "bulk"
        ? ended && <JobRows id={id} />
        : ended && <ImportFailures job={job} />}
    </div>
  );
}
