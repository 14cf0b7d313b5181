// Every write: who asked for what, from where, and what it changed.
import { Button, TextControl } from "@wordpress/components";
import { useState, type FormEvent } from "react";
import type { AuditEntry } from "../api/types";
import { nameOf } from "../format/words";
import type { PageProps } from "../pages";
import { Badge } from "../parts/badge";
import { FlatTable } from "../parts/flat_table";
import { Page } from "../parts/page";
import { ShowMore } from "../parts/show_more";
import { Empty, Failed, Loading } from "../parts/state";
import { Time } from "../parts/time";
import { usePages } from "../parts/use_pages";
import { href } from "../shell/href";
import { navigate } from "../shell/router";
import { linesOf } from "./difference";
import { whatOf } from "./words";

interface Entries {
  entries: AuditEntry[];
  next_before: number | null;
}

interface Filter {
  who: string;
  target: string;
}

const address = ({ who, target }: Filter) =>
  href("/audit", {
    ...(who ? { who } : {}),
    ...(target ? { target } : {}),
  });

function Filters({ filter }: { filter: Filter }) {
  const [who, setWho] = useState(filter.who);
  const [target, setTarget] = useState(filter.target);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    navigate(address({ who: who.trim(), target: target.trim() }));
  };
  return (
    <form className="filters" role="search" onSubmit={submit}>
      <TextControl
        label="Who"
        help="A user or a token"
        autoComplete="off"
        value={who}
        onChange={setWho}
        __next40pxDefaultSize
      />
      <TextControl
        label="What it concerned"
        help="An order as shop/1042, a user, a store"
        autoComplete="off"
        value={target}
        onChange={setTarget}
        __next40pxDefaultSize
      />
      <Button type="submit" variant="secondary" __next40pxDefaultSize>
        Show
      </Button>
      {(filter.who || filter.target) && (
        <a href={href("/audit")}>Clear the filters</a>
      )}
    </form>
  );
}

const isOrder = /^[^/]+\/\d+$/;

function Target({ target }: { target: string }) {
  const [store = "", id = ""] = target.split("/");
  return isOrder.test(target) ? (
    <a href={href(`/orders/${encodeURIComponent(store)}/${id}`)}>{target}</a>
  ) : (
    <>{target}</>
  );
}

function Changed({ entry }: { entry: AuditEntry }) {
  const lines = linesOf(entry.before, entry.after);
  return (
    <>
      {entry.status >= 400 && (
        <Badge tone="warning" text={`Refused (${entry.status})`} />
      )}
      {lines.length > 0 && (
        <ul className="changed">
          {lines.map((l) => (
            <li key={l.name}>
              {l.name && <>{nameOf(l.name)}: </>}
              {l.before && <del>{l.before}</del>}
              {l.before && l.after && " → "}
              {l.after && <ins>{l.after}</ins>}
            </li>
          ))}
        </ul>
      )}
      <details>
        <summary>Request</summary>
        <code>
          {entry.method} {entry.path}
        </code>
      </details>
    </>
  );
}

const columns = [
  {
    name: "When",
    cell: (e: AuditEntry) => <Time at={e.at} as="brief" />,
  },
  {
    name: "Who",
    cell: (e: AuditEntry) => (
      <>
        {e.who || "nobody"}
        {e.via === "token" && <small> (token)</small>}
      </>
    ),
  },
  { name: "What", cell: whatOf },
  { name: "Of", cell: (e: AuditEntry) => <Target target={e.target} /> },
  { name: "Changed", cell: (e: AuditEntry) => <Changed entry={e} /> },
  { name: "From", cell: (e: AuditEntry) => e.from },
];

function Log({ filter }: { filter: Filter }) {
  const got = usePages<Entries, AuditEntry>(
    "/audit",
    { limit: 50, ...filter },
    (page) => page.entries,
    ({ next_before }) =>
      next_before === null ? null : { before: next_before },
  );
  if (got.rows.length === 0 && got.error)
    return (
      <Failed
        what="The audit log could not be read"
        error={got.error}
        again={got.again}
      />
    );
  if (got.rows.length === 0)
    return got.loading ? (
      <Loading what="Reading the audit log" />
    ) : (
      <Empty title={got.more ? "Nothing yet among the newest" : "No entry"}>
        {(filter.who || filter.target) && <p>The filters hide the others.</p>}
        <ShowMore of={got} />
      </Empty>
    );
  return (
    <>
      <FlatTable
        caption="Writes, newest first"
        rows={got.rows}
        keyOf={(e) => e.seq}
        columns={columns}
      />
      {got.error ? (
        <Failed
          what="The next page could not be read"
          error={got.error}
          again={got.retry}
        />
      ) : null}
      <ShowMore of={got} />
    </>
  );
}

export default function Audit({ query }: PageProps) {
  const filter = {
    who: query.get("who") ?? "",
    target: query.get("target") ?? "",
  };
  return (
    <Page title="Audit log">
      <Filters key={address(filter)} filter={filter} />
      <Log filter={filter} />
    </Page>
  );
}
