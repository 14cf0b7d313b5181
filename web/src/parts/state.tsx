// What stands where content would be: loading, empty, or an error. Each says
// why and offers the act.
import { Button, Spinner } from "@wordpress/components";
import type { ReactNode } from "react";
import { reasonOf } from "../api/client";

export function Loading({ what = "Loading" }: { what?: string }) {
  return (
    <div className="state" role="status">
      <Spinner />
      <p>{what}…</p>
    </div>
  );
}

interface StateProps {
  title: string;
  children?: ReactNode;
  acts?: ReactNode;
}

export function Empty({ title, children, acts }: StateProps) {
  return (
    <div className="state">
      <h2>{title}</h2>
      {children}
      {acts && <p className="acts">{acts}</p>}
    </div>
  );
}

/** Beside what was read before and could not be read again. */
export function Stale({ what, error, again }: FailedProps) {
  return (
    <p className="problem" role="alert">
      {what}; what you see is of before. {reasonOf(error)}{" "}
      <Button variant="link" onClick={again}>
        Try again
      </Button>
    </p>
  );
}

interface FailedProps {
  what: string;
  error: unknown;
  again: () => void;
}

/** "Orders could not be read": why, and to try again. */
export function Failed({ what, error, again }: FailedProps) {
  return (
    <div className="state" role="alert">
      <h2>{what}</h2>
      <p>{reasonOf(error)}</p>
      <p className="acts">
        <Button variant="secondary" onClick={again} __next40pxDefaultSize>
          Try again
        </Button>
      </p>
    </div>
  );
}
