// A job as it runs and what came of it: an import or a bulk action.
import { Button } from "@wordpress/components";
import { useEffect } from "react";
import { api, reasonOf } from "../api/client";
import { onEvent } from "../api/events";
import type { Job } from "../api/types";
import { count, counted } from "../format/format";
import { sentence } from "../format/words";
import { say } from "../shell/messages";
import { useMay } from "../shell/session";
import { Progress } from "./progress";
import { JobRows } from "./job_rows";
import { Failed, Loading } from "./state";
import { useGet } from "./use_get";

/** The newest of a job, by the stream; read again while the stream is away. */
export function useJob(id: number) {
  const got = useGet<Job>(`/jobs/${id}`);
  const { set, again, data } = got;
  useEffect(
    () => onEvent("job", (job) => job.id === id && set(job)),
    [id, set],
  );
  const running = data?.state === "running";
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
      <table className="plain">
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
  if (!job)
    return error ? (
      <Failed what="The job could not be read" error={error} again={again} />
    ) : (
      <Loading />
    );
  const cancel = () =>
    api.post(`/jobs/${id}/cancel`).catch((e: unknown) => {
      say.error(`The job could not be cancelled: ${reasonOf(e)}`);
    });
  const ended = job.state !== "running";
  return (
    <div className="job">
      <p role="status">
        <strong>{jobStates[job.state] ?? job.state}</strong>
        {job.problem && `: ${job.problem}`}
      </p>
      {!ended && (
        <div className="acts">
          <Progress
            label={label}
            done={job.done}
            total={job.total}
            secondsLeft={job.seconds_left}
          />
          {may && (
            <Button
              variant="secondary"
              size="compact"
              onClick={() => void cancel()}
            >
              Cancel the rest
            </Button>
          )}
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
