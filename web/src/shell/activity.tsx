// What was said here, for those who looked away while it was shown.
import { Dialog } from "../parts/dialog";
import { Time } from "../parts/time";
import { activity } from "./messages";
import { useStore } from "./store";

const words = { success: "", warning: "Warning: ", error: "Error: " };

export function Activity({ onClose }: { onClose: () => void }) {
  const all = useStore(activity);
  return (
    <Dialog title="Recent messages" onClose={onClose} light>
      {all.length === 0 ? (
        <p>Nothing was said since you opened this page.</p>
      ) : (
        <ul className="groups">
          {all.map((m) => (
            <li key={m.id}>
              {words[m.tone] && <strong>{words[m.tone]}</strong>}
              {m.text}
              <br />
              <small>
                <Time at={m.at} />
              </small>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
