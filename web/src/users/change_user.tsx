import {
  CheckboxControl,
  SelectControl,
  TextControl,
} from "@wordpress/components";
import { useState } from "react";
import { api } from "../api/client";
import type { Role, User } from "../api/types";
import { Ask, Dialog } from "../parts/dialog";
import { say } from "../shell/messages";
import { roleChoices } from "./words";

interface Props {
  user: User;
  done: () => void;
  onClose: () => void;
}

export function ChangeUser({ user, done, onClose }: Props) {
  const [role, setRole] = useState<Role>(user.role);
  const [disabled, setDisabled] = useState(user.disabled);
  const [password, setPassword] = useState("");
  const act = async () => {
    const change = {
      ...(role === user.role ? {} : { role }),
      ...(disabled === user.disabled ? {} : { disabled }),
      ...(password ? { password } : {}),
    };
    if (Object.keys(change).length === 0)
      throw new Error("Nothing is changed yet.");
    await api.post(`/users/${encodeURIComponent(user.name)}`, change);
    say.success(`${user.name} is changed.`);
    done();
  };
  return (
    <Dialog title={`Change ${user.name}`} onClose={onClose}>
      <Ask label="Change" act={act} onClose={onClose}>
        <div className="form">
          <SelectControl
            label="Role"
            value={role}
            options={roleChoices}
            onChange={setRole}
            __next40pxDefaultSize
          />
          <TextControl
            label="New password"
            help="Empty: it stays as it is."
            type="password"
            autoComplete="new-password"
            value={password}
            onChange={setPassword}
            __next40pxDefaultSize
          />
          <CheckboxControl
            label="Shut out"
            help="Comes in no more, and nothing is forgotten."
            checked={disabled}
            onChange={setDisabled}
          />
          <p>All sessions of {user.name} end with a change.</p>
        </div>
      </Ask>
    </Dialog>
  );
}
