// Dialogs. Focus goes in, stays in, and returns to where it was.
import { Button, Modal } from "@wordpress/components";
import { useEffect, useState, type ReactNode } from "react";
import { reasonOf } from "../api/client";

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
  size?: "small" | "medium" | "large";
}

const toHeading = () =>
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>("main h1")?.focus(),
  );

// The button a dialog was opened by may be gone with what it did.
function returnFocus() {
  requestAnimationFrame(() => {
    const at = document.activeElement;
    if (at === null || at === document.body) toHeading();
  });
}

export function Dialog({ title, onClose, children, size }: DialogProps) {
  useEffect(() => returnFocus, []);
  return (
    <Modal
      title={title}
      onRequestClose={onClose}
      size={size ?? "medium"}
      className="dialog"
    >
      {children}
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
  const go = async () => {
    setBusy(true);
    setWhy("");
    try {
      if ((await props.act()) === "stay") return;
      props.onClose();
      if (props.removes) toHeading();
    } catch (error) {
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
