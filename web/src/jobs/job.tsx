// One job: how far it is, what became of each order.
import type { PageProps } from "../pages";
import { Fact, Facts } from "../parts/card";
import { JobProgress, useJob } from "../parts/job";
import { Page } from "../parts/page";
import { Empty } from "../parts/state";
import { Time } from "../parts/time";
import { href } from "../shell/href";
import { jobName } from "./words";

function About({ id }: { id: number }) {
  const { data: job } = useJob(id);
  const name = job ? jobName(job) : `Job ${id}`;
  return (
    <Page title={name} className="job-page">
      <p>
        <a href={href("/jobs")}>All jobs</a>
      </p>
      {job && (
        <Facts>
          <Fact name="By">{job.by}</Fact>
          <Fact name="Begun">
            <Time at={job.begun} />
          </Fact>
          {job.ended && (
            <Fact name="Ended">
              <Time at={job.ended} />
            </Fact>
          )}
        </Facts>
      )}
      <JobProgress id={id} label={name} />
    </Page>
  );
}

export default function JobPage({ taken }: PageProps) {
  const id = Number(taken[0]);
  if (!Number.isSafeInteger(id) || id < 1)
    return (
      <Empty
        title="There is no such job"
        acts={<a href={href("/jobs")}>All jobs</a>}
      />
    );
  return <About id={id} />;
}
