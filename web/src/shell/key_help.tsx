import { CheckboxControl } from "@wordpress/components";
import { Dialog } from "../parts/dialog";
import { knownKeys } from "./keys";
import { usePreference } from "./preferences";
import { useStore } from "./store";

export function KeyHelp({ onClose }: { onClose: () => void }) {
  const groups = useStore(knownKeys);
  const [on, setOn] = usePreference("keys", true);
  return (
    <Dialog title="Keys" onClose={onClose} light>
      <CheckboxControl
        label="Use single keys as commands"
        help="Off: only Tab, Enter, Space, arrows, Escape and F6 do something. F6 goes to the messages and back."
        checked={on}
        onChange={setOn}
      />
      {groups.map((group) => (
        <section key={group.title} aria-label={group.title}>
          <h2>{group.title}</h2>
          <dl className="keys">
            {group.commands.map((c) => (
              <div key={c.keys}>
                <dt>
                  {c.keys.split(" ").map((k) => (
                    <kbd key={k}>{k}</kbd>
                  ))}
                </dt>
                <dd>{c.what}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
