import { Button } from "@wordpress/components";
import type { Pages } from "./use_pages";

/** Below a list that is read page by page. */
export function ShowMore({ of }: { of: Pages<unknown> }) {
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
