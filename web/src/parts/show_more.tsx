import { Button } from "@wordpress/components";
import { reasonOf } from "../api/client";
import type { Pages } from "./use_pages";

/** Below a list that is read page by page. */
export function ShowMore({ of }: { of: Pages<unknown> }) {
  if (of.error && of.rows.length > 0)
    return (
      <p className="problem" role="alert">
        The rows after these could not be read: {reasonOf(of.error)}{" "}
        <Button variant="link" onClick={of.retry}>
          Try again
        </Button>
      </p>
    );
  if (!of.more) return null;
  return (
    <p className="more">
      <Button
        variant="secondary"
        isBusy={of.loading}
        disabled={of.loading}
        accessibleWhenDisabled
        onClick={of.more}
        __next40pxDefaultSize
      >
        Show more
      </Button>
    </p>
  );
}
