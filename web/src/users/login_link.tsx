// A link that signs a user in once.
import { Button } from "@wordpress/components";
import { useEffect, useRef, useState } from "react";
import { api } from "../api/client";
import type { LoginLink as Link } from "../api/types";
import { Dialog } from "../parts/dialog";
import { Secret } from "../parts/secret";
import { Failed, Loading } from "../parts/state";
import { Time } from "../parts/time";

export function LoginLink({
  user,
  onClose,
}: {
  user: string;
  onClose: () => void;
}) {
  const [link, setLink] = useState<Link | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [tries, setTries] = useState(0);
  const asked = useRef(-1);
  useEffect(() => {
    if (asked.current === tries) return;
    asked.current = tries;
    setError(null);
    api.post<Link>("/login-links", { user }).then(setLink, setError);
  }, [user, tries]);
  return (
    <>
      {link ? (
        <>
          <p>
            This link signs <strong>{user}</strong> in once, until{" "}
            <Time at={link.expires} as="brief" />. Whoever has it comes in: give
            it to nobody else. It is not shown again.
          </p>
          <Secret text={link.url} label="Login link" />
        </>
      ) : error ? (
        <Failed
          what="The link could not be made"
          error={error}
          again={() => setTries(tries + 1)}
        />
      ) : (
        <Loading what="Making a link" />
      )}
      <div className="dialog-acts">
        <Button variant="primary" onClick={onClose} __next40pxDefaultSize>
          Close
        </Button>
      </div>
    </>
  );
}

export function LoginLinkDialog(props: { user: string; onClose: () => void }) {
  return (
    <Dialog title={`Login link for ${props.user}`} onClose={props.onClose}>
      <LoginLink {...props} />
    </Dialog>
  );
}
