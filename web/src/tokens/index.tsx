// Tokens: what programs come in with.
import { Button } from "@wordpress/components";
import { useState } from "react";
import { api } from "../api/client";
import type { Token } from "../api/types";
import { Confirm } from "../parts/dialog";
import { FlatTable } from "../parts/flat_table";
import { Page } from "../parts/page";
import { Empty, Failed, Loading } from "../parts/state";
import { Time } from "../parts/time";
import { useGet } from "../parts/use_get";
import { say } from "../shell/messages";
import { roleNames } from "../users/words";
import { MakeToken } from "./make_token";

function Revoke({
  token,
  done,
  onClose,
}: {
  token: Token;
  done: () => void;
  onClose: () => void;
}) {
  const act = async () => {
    await api.delete(`/tokens/${encodeURIComponent(token.id)}`);
    say.success(`The token ${token.name} is revoked.`);
    done();
  };
  return (
    <Confirm
      title={`Revoke ${token.name}`}
      label="Revoke"
      destructive
      removes
      act={act}
      onClose={onClose}
    >
      <p>Programs that use it are refused from now on.</p>
    </Confirm>
  );
}

type Open = { what: "make" } | { what: "revoke"; token: Token };

export default function Tokens() {
  const { data, error, again } = useGet<{ tokens: Token[] }>("/tokens");
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const make = (
    <Button
      variant="secondary"
      onClick={() => setOpen({ what: "make" })}
      __next40pxDefaultSize
    >
      Make a token
    </Button>
  );
  return (
    <Page title="Tokens" acts={make}>
      {!data ? (
        error ? (
          <Failed
            what="The tokens could not be read"
            error={error}
            again={again}
          />
        ) : (
          <Loading what="Reading tokens" />
        )
      ) : data.tokens.length === 0 ? (
        <Empty title="No token yet">
          <p>A program that uses the API brings one with each request.</p>
        </Empty>
      ) : (
        <FlatTable
          caption="Tokens of programs"
          rows={data.tokens}
          keyOf={(t) => t.id}
          columns={[
            { name: "Name", cell: (t) => t.name },
            { name: "Role", cell: (t) => roleNames[t.role] },
            { name: "Made", cell: (t) => <Time at={t.created} as="brief" /> },
            {
              name: "Holds until",
              cell: (t) =>
                t.expires ? <Time at={t.expires} /> : "it is revoked",
            },
            {
              name: "Acts",
              cell: (t) => (
                <Button
                  variant="secondary"
                  size="compact"
                  aria-label={`Revoke ${t.name}`}
                  onClick={() => setOpen({ what: "revoke", token: t })}
                >
                  Revoke…
                </Button>
              ),
            },
          ]}
        />
      )}
      {open?.what === "make" && <MakeToken done={again} onClose={close} />}
      {open?.what === "revoke" && (
        <Revoke token={open.token} done={again} onClose={close} />
      )}
    </Page>
  );
}
