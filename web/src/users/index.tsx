// Who may come in, and as what.
import { Button } from "@wordpress/components";
import { useState } from "react";
import type { User } from "../api/types";
import { Badge } from "../parts/badge";
import { FlatTable } from "../parts/flat_table";
import { Page } from "../parts/page";
import { Failed, Loading } from "../parts/state";
import { Time } from "../parts/time";
import { useGet } from "../parts/use_get";
import { useSession } from "../shell/session";
import { AddUser } from "./add_user";
import { ChangeUser } from "./change_user";
import { LoginLinkDialog } from "./login_link";
import { RemoveUser } from "./remove_user";
import { roleNames } from "./words";

type Open =
  { what: "add" } | { what: "change" | "remove" | "link"; user: User };

function Standing({ user }: { user: User }) {
  if (user.disabled) return <Badge tone="warning" text="Shut out" />;
  return <>{user.has_password ? "Password or link" : "Login link only"}</>;
}

interface ActsProps {
  user: User;
  open: (what: Open) => void;
}

function Acts({ user, open }: ActsProps) {
  const act = (
    what: "change" | "remove" | "link",
    label: string,
    whole = `${label} ${user.name}`,
  ) => (
    <Button
      variant="secondary"
      size="compact"
      aria-label={whole}
      onClick={() => open({ what, user })}
    >
      {label}…
    </Button>
  );
  return (
    <span className="acts">
      {act("change", "Change")}
      {!user.disabled &&
        act("link", "Login link", `Login link for ${user.name}`)}
      {act("remove", "Remove")}
    </span>
  );
}

function Dialogs({
  open,
  again,
  close,
}: {
  open: Open;
  again: () => void;
  close: () => void;
}) {
  switch (open.what) {
    case "add":
      return <AddUser done={again} onClose={close} />;
    case "change":
      return <ChangeUser user={open.user} done={again} onClose={close} />;
    case "remove":
      return <RemoveUser user={open.user} done={again} onClose={close} />;
    case "link":
      return <LoginLinkDialog user={open.user.name} onClose={close} />;
  }
}

export default function Users() {
  const { data, error, again } = useGet<{ users: User[] }>("/users");
  const [open, setOpen] = useState<Open | null>(null);
  const { user: me } = useSession();
  return (
    <Page
      title="Users"
      acts={
        <Button
          variant="secondary"
          onClick={() => setOpen({ what: "add" })}
          __next40pxDefaultSize
        >
          Add user
        </Button>
      }
    >
      {data ? (
        <FlatTable
          caption="Users"
          rows={data.users}
          keyOf={(u) => u.name}
          columns={[
            {
              name: "Name",
              cell: (u) => (u.name === me ? `${u.name} (you)` : u.name),
            },
            { name: "Role", cell: (u) => roleNames[u.role] },
            { name: "Comes in by", cell: (u) => <Standing user={u} /> },
            { name: "Since", cell: (u) => <Time at={u.created} as="brief" /> },
            { name: "Acts", cell: (u) => <Acts user={u} open={setOpen} /> },
          ]}
        />
      ) : error ? (
        <Failed
          what="The users could not be read"
          error={error}
          again={again}
        />
      ) : (
        <Loading what="Reading users" />
      )}
      {open && (
        <Dialogs open={open} again={again} close={() => setOpen(null)} />
      )}
    </Page>
  );
}
