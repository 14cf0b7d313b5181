import { SelectControl, TextControl } from "@wordpress/components";
import { useState } from "react";
import { api } from "../api/client";
import type { Role, User } from "../api/types";
import { Ask, Dialog } from "../parts/dialog";
import { LoginLink } from "./login_link";
import { roleChoices } from "./words";

function Form({
  added,
  onClose,
}: {
  added: (name: string, byLink: boolean) => "stay" | undefined;
  onClose: () => void;
}) {
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("operator");
  const [password, setPassword] = useState("");
  const act = async () => {
    if (!name.trim()) throw new Error("Give a name.");
    const user = await api.post<User>("/users", {
      name: name.trim(),
      role,
      ...(password ? { password } : {}),
    });
    return added(user.name, !password);
  };
  return (
    <Ask label="Add user" act={act} onClose={onClose}>
      <div className="form">
        <TextControl
          label="Name"
          help="Small letters, digits and . _ - @"
          autoComplete="off"
          autoCapitalize="none"
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
          label="Password"
          help="Empty: the user comes in by a login link and may choose one."
          type="password"
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
          __next40pxDefaultSize
        />
      </div>
    </Ask>
  );
}

export function AddUser({
  done,
  onClose,
}: {
  done: () => void;
  onClose: () => void;
}) {
  const [link, setLink] = useState<string | null>(null);
  return (
    <Dialog title="Add user" onClose={onClose}>
      {link === null ? (
        <Form
          added={(name, byLink) => {
            done();
            if (!byLink) return undefined;
            setLink(name);
            return "stay";
          }}
          onClose={onClose}
        />
      ) : (
        <LoginLink user={link} onClose={onClose} />
      )}
    </Dialog>
  );
}
