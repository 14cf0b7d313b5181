// What pages about the service's health share: it is being read, could not
// be, or is of before.
import type { ReactNode } from "react";
import type { Health } from "../api/types";
import { readHealth, useKnownHealth } from "../shell/health";
import { Failed, Loading, Stale } from "./state";

interface Props {
  /** "how the stores are doing" */
  what: string;
  children: (health: Health) => ReactNode;
}

export function OfHealth({ what, children }: Props) {
  const { health, error } = useKnownHealth();
  const name = what.charAt(0).toUpperCase() + what.slice(1);
  if (health)
    return (
      <>
        {error ? (
          <Stale
            what={`${name} could not be read again`}
            error={error}
            again={readHealth}
          />
        ) : null}
        {children(health)}
      </>
    );
  return error ? (
    <Failed
      what={`${name} could not be read`}
      error={error}
      again={readHealth}
    />
  ) : (
    <Loading what={`Reading ${what}`} />
  );
}
