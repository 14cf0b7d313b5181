import { api } from "../api/client";
import type { User } from "../api/types";
import { Confirm } from "../parts/dialog";
import { say } from "../shell/messages";

interface Props {
  user: User;
  done: () => void;
  onClose: () => void;
}

export function RemoveUser({ user, done, onClose }: Props) {
  const act = async () => {
    await api.delete(`/users/${encodeURIComponent(user.name)}`);
    say.success(`${user.name} is removed.`);
    done();
  };
  return (
    <Confirm
      title={`Remove ${user.name}`}
      label="Remove"
      destructive
      removes
      act={act}
      onClose={onClose}
    >
      <p>
        {user.name} comes in no more; sessions and preferences are gone. What
        they did stays in orders&apos; timelines and in the audit log.
      </p>
    </Confirm>
  );
}
