// What became of each order of a bulk action, a page at a time.
import { SelectControl } from "@wordpress/components";
import { useState } from "react";
import type { JobRow, JobRowList } from "../api/types";
import { sentence } from "../format/words";
import { href } from "../shell/href";
import { FlatTable } from "./flat_table";
import { ShowMore } from "./show_more";
import { Failed, Loading } from "./state";
import { usePages } from "./use_pages";

const outcomes: Record<JobRow["outcome"], string> = {
  done: "Done",
  skipped: "Left out",
  failed: "Failed",
};

export function JobRows({ id }: { id: number }) {
  const [outcome, setOutcome] = useState("");
  const got = usePages<JobRowList, JobRow>(
    `/jobs/${id}/rows`,
    { limit: 100, outcome },
    (page) => page.rows,
    ({ next_after }) => (next_after === null ? null : { after: next_after }),
  );
  if (got.error && got.rows.length === 0)
    return (
      <Failed
        what="The rows could not be read"
        error={got.error}
        again={got.again}
      />
    );
  return (
    <div className="job-rows">
      <SelectControl
        label="Show"
        value={outcome}
        options={[
          { value: "", label: "Each order" },
          ...Object.entries(outcomes).map(([value, label]) => ({
            value,
            label,
          })),
        ]}
        onChange={setOutcome}
        __next40pxDefaultSize
      />
      {got.rows.length > 0 ? (
        <FlatTable
          caption="Each order"
          rows={got.rows}
          keyOf={(r) => `${r.store}/${r.id}`}
          columns={[
            {
              name: "Order",
              cell: (r) => (
                <a
                  href={href(`/orders/${encodeURIComponent(r.store)}/${r.id}`)}
                >
                  #{r.number || r.id}
                </a>
              ),
            },
            { name: "Outcome", cell: (r) => outcomes[r.outcome] },
            { name: "Reason", cell: (r) => sentence(r.what) },
          ]}
        />
      ) : got.loading ? (
        <Loading />
      ) : (
        <p>{got.more ? "None among those read so far." : "None."}</p>
      )}
      {got.error ? (
        <Failed
          what="The next page could not be read"
          error={got.error}
          again={got.retry}
        />
      ) : null}
      <ShowMore of={got} />
    </div>
  );
}
