// Brings orders from a store: all, by range, or by their IDs.
import {
  Button,
  RadioControl,
  SelectControl,
  TextareaControl,
  TextControl,
} from "@wordpress/components";
import { useState, type FormEvent } from "react";
import { api, newKey, reasonOf } from "../api/client";
import type { JobBegun } from "../api/types";
import { Dialog } from "../parts/dialog";
import { JobProgress } from "../parts/job";
import { useHealth } from "../shell/health";
import { href } from "../shell/href";
import { requestOf, type Typed, type Wanted } from "./import_plan";

type Change = (with_: Partial<Typed>) => void;

function Range({ typed, change }: { typed: Typed; change: Change }) {
  return (
    <fieldset className="range">
      <legend className="screen-reader-text">Range</legend>
      <SelectControl
        label="Orders that were"
        value={typed.by}
        options={[
          { value: "created", label: "Created" },
          { value: "modified", label: "Changed" },
        ]}
        onChange={(by) => change({ by })}
        __next40pxDefaultSize
      />
      <TextControl
        label="First day"
        type="date"
        value={typed.from}
        onChange={(from) => change({ from })}
        __next40pxDefaultSize
      />
      <TextControl
        label="Last day"
        type="date"
        value={typed.to}
        onChange={(to) => change({ to })}
        __next40pxDefaultSize
      />
      <p className="hint">Days of the shop&apos;s own clock.</p>
    </fieldset>
  );
}

function Form({
  store: first,
  begun,
  onClose,
}: { begun: (id: number) => void } & Props) {
  const stores = useHealth()?.stores.map((s) => s.name) ?? [];
  const [chosen, setChosen] = useState(first ?? "");
  const store = chosen || (stores[0] ?? "");
  const [typed, setTyped] = useState<Typed>({
    wanted: "range",
    from: "",
    to: "",
    by: "created",
    ids: "",
  });
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const [key, setKey] = useState(newKey);
  const change: Change = (with_) => {
    setTyped({ ...typed, ...with_ });
    // Another request is another intent.
    setKey(newKey());
    setProblem("");
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const request = requestOf(typed);
    if (typeof request === "string") return setProblem(request);
    setBusy(true);
    try {
      const path = `/stores/${encodeURIComponent(store)}/import`;
      begun((await api.post<JobBegun>(path, request, { key })).job);
    } catch (error) {
      setProblem(reasonOf(error));
      setBusy(false);
    }
  };
  return (
    <form className="import" onSubmit={(e) => void submit(e)} noValidate>
      {stores.length > 1 && (
        <SelectControl
          label="Store"
          value={store}
          options={stores.map((name) => ({ value: name, label: name }))}
          onChange={setChosen}
          __next40pxDefaultSize
        />
      )}
      <RadioControl
        label="Orders"
        selected={typed.wanted}
        options={[
          { value: "all", label: "All" },
          { value: "range", label: "By range" },
          { value: "ids", label: "By IDs" },
        ]}
        onChange={(wanted) => change({ wanted: wanted as Wanted })}
      />
      {typed.wanted === "range" && <Range typed={typed} change={change} />}
      {typed.wanted === "ids" && (
        <TextareaControl
          label="Order IDs"
          help="With commas or one a line; 1042-1050 means all of these. What is no ID is looked for as a number."
          rows={5}
          value={typed.ids}
          onChange={(ids) => change({ ids })}
        />
      )}
      <p className="hint">
        Orders are brought and kept up to date; importing submits nothing that
        is older than the store&apos;s cut-off.
      </p>
      <div role="alert">{problem && <p className="problem">{problem}</p>}</div>
      <div className="dialog-acts">
        <Button variant="tertiary" onClick={onClose} __next40pxDefaultSize>
          Cancel
        </Button>
        <Button
          type="submit"
          variant="primary"
          isBusy={busy}
          disabled={busy || !store}
          accessibleWhenDisabled
          __next40pxDefaultSize
        >
          Import orders
        </Button>
      </div>
    </form>
  );
}

interface Props {
  /** The one that stands in the form first. */
  store?: string;
  onClose: () => void;
}

export function ImportDialog({ store, onClose }: Props) {
  const [job, setJob] = useState<number | null>(null);
  return (
    <Dialog title="Import orders" onClose={onClose}>
      {job === null ? (
        <Form
          {...(store === undefined ? {} : { store })}
          begun={setJob}
          onClose={onClose}
        />
      ) : (
        <>
          <JobProgress
            id={job}
            label="Import orders"
            note="You can close this; the import goes on, under Jobs."
          />
          <div className="dialog-acts">
            <a href={href(`/jobs/${job}`)}>Open the job</a>
            <Button variant="primary" onClick={onClose} __next40pxDefaultSize>
              Close
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}
