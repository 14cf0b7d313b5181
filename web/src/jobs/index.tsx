// Long work: imports and actions on many orders, newest first.
import { useEffect } from "react";
import { onEvent } from "../api/events";
import type { Job, JobList } from "../api/types";
import { FlatTable } from "../parts/flat_table";
import { JobFacts, jobStates } from "../parts/job";
import { Page } from "../parts/page";
import { Progress } from "../parts/progress";
import { Empty, Failed, Loading } from "../parts/state";
import { Time } from "../parts/time";
import { useGet } from "../parts/use_get";
import { href } from "../shell/href";
import { jobName } from "./words";

/** The list with what the stream told of one of them. */
function withJob(all: Job[], job: Job): Job[] {
  return all.some((j) => j.id === job.id)
    ? all.map((j) => (j.id === job.id ? job : j))
    : [job, ...all];
}

function State({ job }: { job: Job }) {
  return (
    <>
      {jobStates[job.state] ?? job.state}
      {job.state === "running" && (
        <Progress
          label={jobName(job)}
          done={job.done}
          total={job.total}
          secondsLeft={job.seconds_left}
        />
      )}
      {job.problem && <p className="problem">{job.problem}</p>}
    </>
  );
}

export default function Jobs() {
  const { data, error, again, set } = useGet<JobList>("/jobs");
  useEffect(
    () =>
      onEvent("job", (job) => data && set({ jobs: withJob(data.jobs, job) })),
    [data, set],
  );
  return (
    <Page title="Jobs">
      {!data ? (
        error ? (
          <Failed
            what="The jobs could not be read"
            error={error}
            again={again}
          />
        ) : (
          <Loading what="Reading jobs" />
        )
      ) : data.jobs.length === 0 ? (
        <Empty
          title="No job yet"
          acts={<a href={href("/orders")}>Go to the orders</a>}
        >
          <p>
            Imports and actions on many orders show here, with what came of
            them.
          </p>
        </Empty>
      ) : (
        <FlatTable
          caption="Jobs, newest first"
          rows={data.jobs}
          keyOf={(j) => j.id}
          columns={[
            {
              name: "Job",
              cell: (j) => <a href={href(`/jobs/${j.id}`)}>{jobName(j)}</a>,
            },
            { name: "State", cell: (j) => <State job={j} /> },
            { name: "Came of it", cell: (j) => <JobFacts job={j} /> },
            { name: "By", cell: (j) => j.by },
            { name: "Begun", cell: (j) => <Time at={j.begun} as="brief" /> },
            {
              name: "Ended",
              cell: (j) => (j.ended ? <Time at={j.ended} as="brief" /> : ""),
            },
          ]}
        />
      )}
    </Page>
  );
}
