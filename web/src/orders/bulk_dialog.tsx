// One action on many orders: what will go and what will not, then the job.
import { Button } from "@wordpress/components";
import { useEffect, useState } from "react";
import { api, newKey, Problem, reasonOf } from "../api/client";
import type {
  BulkAction,
  BulkGroup,
  BulkPreview,
  BulkRequest,
  JobBegun,
} from "../api/types";
import { count, counted } from "../format/format";
import { sentence } from "../format/words";
import { Dialog } from "../parts/dialog";
import { JobProgress } from "../parts/job";
import { Failed, Loading } from "../parts/state";
import { href } from "../shell/href";
import { orderPath } from "./live";
import { bulkWords } from "./words";

function Group({ group }: { group: BulkGroup }) {
  const more = group.count - group.examples.length;
  return (
    <li>
      <strong>{count(group.count)}</strong> <bdi>{group.what}</bdi>
      {group.todo && (
        <div>
          <bdi>{sentence(group.todo)}</bdi>
        </div>
      )}
      <small>
        {group.examples.map((e, i) => (
          <span key={`${e.store}/${e.id}`}>
            {i > 0 && ", "}
            <a href={href(orderPath(e))}>
              <bdi>#{e.number}</bdi>
            </a>
          </span>
        ))}
        {more > 0 && ` and ${count(more)} more`}
      </small>
    </li>
  );
}

function Groups({ title, all }: { title: string; all: BulkGroup[] }) {
  if (all.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ul className="groups">
        {all.map((g) => (
          <Group key={g.code} group={g} />
        ))}
      </ul>
    </section>
  );
}

interface PlanProps {
  action: BulkAction;
  preview: BulkPreview;
  begun: (job: number) => void;
  again: () => void;
  onClose: () => void;
}

function Plan({ action, preview, begun, again, onClose }: PlanProps) {
  const [key] = useState(newKey);
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState("");
  // The server keeps a preview for a while only.
  const [gone, setGone] = useState(false);
  const words = bulkWords[action];
  const go = async () => {
    setBusy(true);
    setWhy("");
    try {
      const body = { preview: preview.preview };
      begun((await api.post<JobBegun>("/bulk", body, { key })).job);
    } catch (error) {
      setWhy(reasonOf(error));
      setGone(error instanceof Problem && error.code === "preview_gone");
      setBusy(false);
    }
  };
  const { will, will_not, groups } = preview;
  return (
    <>
      <p>
        <strong>{counted(will, "order")}</strong> will be {words.done},{" "}
        <strong>{count(will_not)}</strong> will not. The set is fixed now: what
        comes in later is not part of it.
      </p>
      <Groups title="Will go" all={groups.filter((g) => g.will)} />
      <Groups title="Will not" all={groups.filter((g) => !g.will)} />
      {why && (
        <p className="problem" role="alert">
          {why}
        </p>
      )}
      <div className="dialog-acts">
        <Button variant="tertiary" onClick={onClose} __next40pxDefaultSize>
          {will > 0 ? "Cancel" : "Close"}
        </Button>
        {will > 0 && (
          <Button
            variant="primary"
            isBusy={busy}
            disabled={busy}
            accessibleWhenDisabled
            onClick={() => (gone ? again() : void go())}
            __next40pxDefaultSize
          >
            {gone ? "Look again" : `${words.verb} ${counted(will, "order")}`}
          </Button>
        )}
      </div>
    </>
  );
}

interface Props {
  action: BulkAction;
  request: Omit<BulkRequest, "action">;
  onClose: () => void;
  /** The job has begun: the selection has done its work. */
  onBegun: () => void;
}

export function BulkDialog({ action, request, onClose, onBegun }: Props) {
  const [preview, setPreview] = useState<BulkPreview | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [job, setJob] = useState<number | null>(null);
  const [tries, setTries] = useState(0);
  // The set as it was when the dialog opened.
  const [asked] = useState(request);
  useEffect(() => {
    const gone = new AbortController();
    setError(null);
    api
      .post<BulkPreview>(
        "/bulk/preview",
        { action, ...asked },
        { signal: gone.signal },
      )
      .then(setPreview, (e: unknown) => {
        if (!gone.signal.aborted) setError(e);
      });
    return () => gone.abort();
  }, [action, asked, tries]);
  const again = () => {
    setPreview(null);
    setTries(tries + 1);
  };
  const words = bulkWords[action];
  return (
    <Dialog title={`${words.verb} orders`} onClose={onClose}>
      {job !== null ? (
        <>
          <JobProgress
            id={job}
            label={`${words.verb} orders`}
            note="You can close this; the job goes on, under Jobs."
          />
          <div className="dialog-acts">
            <a href={href(`/jobs/${job}`)}>Open the job</a>
            <Button variant="primary" onClick={onClose} __next40pxDefaultSize>
              Close
            </Button>
          </div>
        </>
      ) : preview ? (
        <Plan
          action={action}
          preview={preview}
          begun={(id) => {
            setJob(id);
            onBegun();
          }}
          again={again}
          onClose={onClose}
        />
      ) : error ? (
        <Failed
          what="What would happen could not be found out"
          error={error}
          again={again}
        />
      ) : (
        <Loading what="Finding out what would happen" />
      )}
    </Dialog>
  );
}
