// Dialogs. Focus goes in, stays in, and returns to where it was.
import { Button, Modal } from "@wordpress/components";
import {
  createContext,
  useContext,
  useEffect,
  useRef,
  useState,
  type ReactNode,
  type RefObject,
} from "react";
import { reasonOf } from "../api/client";
import { say } from "../shell/messages";
import { handOn, toHeading, useKeptWithin } from "./focus";

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
  size?: "small" | "medium" | "large";
  /** Only to be read: a click beside it closes it. What was typed is not lost
   *  that easily, and what is under way shows how it ends. */
  light?: boolean;
}

/** Whether the dialog one is in is open yet, for what comes late. */
const Open = createContext<RefObject<boolean>>({ current: true });

function useOpen() {
  const open = useRef(true);
  useEffect(() => {
    open.current = true;
    return () => {
      open.current = false;
    };
  }, []);
  return open;
}

export function Dialog(props: DialogProps) {
  const { title, onClose, children, size, light = false } = props;
  const overlay = useRef<HTMLDivElement>(null);
  useKeptWithin(overlay);
  const open = useOpen();
  // The button a dialog was opened by may be gone with what it did.
  useEffect(() => () => handOn(), []);
  return (
    <Modal
      ref={overlay}
      title={title}
      onRequestClose={onClose}
      shouldCloseOnClickOutside={light}
      size={size ?? "medium"}
      className="dialog"
    >
      <Open.Provider value={open}>{children}</Open.Provider>
    </Modal>
  );
}

interface AskProps {
  children: ReactNode;
  /** The act by its name: "Hold order", never "OK". */
  label: string;
  destructive?: boolean;
  /** The dialog stays, with the reason, when it throws; "stay": there is
   *  something to show yet. */
  act: () => Promise<unknown>;
  /** What it was opened by goes with the act, now or a moment later. */
  removes?: boolean;
  onClose: () => void;
}

/** What a dialog holds that asks before it acts. */
export function Ask(props: AskProps) {
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState("");
  const open = useContext(Open);
  const go = async () => {
    setBusy(true);
    setWhy("");
    try {
      if ((await props.act()) === "stay") return;
      // It may have gone with what its act removed, or was closed meanwhile.
      if (!open.current) return handOn();
      props.onClose();
      if (props.removes) requestAnimationFrame(toHeading);
    } catch (error) {
      // Who closed it meanwhile has to know all the same.
      if (!open.current) say.error(`${props.label}: ${reasonOf(error)}`);
      setWhy(reasonOf(error));
      setBusy(false);
    }
  };
  return (
    <>
      {props.children}
      {why && (
        <p className="problem" role="alert">
          {why}
        </p>
      )}
      <div className="dialog-acts">
        <Button
          variant="tertiary"
          onClick={props.onClose}
          __next40pxDefaultSize
        >
          Cancel
        </Button>
        <Button
          variant="primary"
          isDestructive={props.destructive ?? false}
          isBusy={busy}
          disabled={busy}
          accessibleWhenDisabled
          onClick={() => void go()}
          __next40pxDefaultSize
        >
          {props.label}
        </Button>
      </div>
    </>
  );
}

export function Confirm({ title, ...ask }: AskProps & { title: string }) {
  return (
    <Dialog title={title} onClose={ask.onClose} size="small">
      <Ask {...ask} />
    </Dialog>
  );
}
