import { Button, SelectControl, TextControl } from "@wordpress/components";
import { useState } from "react";
import { api } from "../api/client";
import type { NewToken, Role } from "../api/types";
import { Ask, Dialog } from "../parts/dialog";
import { Secret } from "../parts/secret";
import { roleChoices } from "../users/words";

function Form({
  made,
  onClose,
}: {
  made: (token: NewToken) => void;
  onClose: () => void;
}) {
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [until, setUntil] = useState("");
  const act = async () => {
    if (!name.trim()) throw new Error("Give a name: what the token is for.");
    made(
      await api.post<NewToken>("/tokens", {
        name: name.trim(),
        role,
        ...(until ? { expires: new Date(until).toISOString() } : {}),
      }),
    );
    return "stay" as const;
  };
  return (
    <Ask label="Make the token" act={act} onClose={onClose}>
      <div className="form">
        <TextControl
          label="Name"
          help="What it is for, in small letters, digits and . _ - @; the audit log shows it."
          autoComplete="off"
          maxLength={64}
          value={name}
          onChange={setName}
          __next40pxDefaultSize
        />
        <SelectControl
          label="Role"
          value={role}
          options={roleChoices}
          onChange={setRole}
          __next40pxDefaultSize
        />
        <TextControl
          label="Holds until"
          help="In your own time zone; empty: until it is revoked."
          type="datetime-local"
          value={until}
          onChange={setUntil}
          __next40pxDefaultSize
        />
      </div>
    </Ask>
  );
}

export function MakeToken({
  done,
  onClose,
}: {
  done: () => void;
  onClose: () => void;
}) {
  const [token, setToken] = useState<NewToken | null>(null);
  return (
    <Dialog title="Make a token" onClose={onClose}>
      {token ? (
        <>
          <p>
            This is the secret of <strong>{token.name}</strong>. It is shown
            this once: keep it where the program finds it. It goes into the
            header <code>Authorization: Bearer …</code>
          </p>
          <Secret text={token.secret} label="Secret of the token" />
          <div className="dialog-acts">
            <Button variant="primary" onClick={onClose} __next40pxDefaultSize>
              Close
            </Button>
          </div>
        </>
      ) : (
        <Form
          made={(t) => {
            setToken(t);
            done();
          }}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}
