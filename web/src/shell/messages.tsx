// What is said to the person. Success goes by itself, warnings and errors stay
// until closed; errors are announced at once.
import { Button } from "@wordpress/components";
import { closeSmall } from "@wordpress/icons";
import { useEffect, useRef, useState } from "react";
import { useHandedOn } from "../parts/focus";
import { serverNow } from "./clock";
import { withMessage, type Standing } from "./message_list";
import { makeStore, useStore } from "./store";

type Tone = Standing["tone"];

interface Act {
  label: string;
  do: () => void;
}

export interface Message extends Standing {
  id: number;
  at: string; // by the server's clock
  act?: Act | undefined;
}

const shown = makeStore<Message[]>([]);
/** What was said since the page was opened, newest first. */
export const activity = makeStore<Message[]>([]);
const activityMost = 100;
let next = 1;

function add(tone: Tone, text: string, act?: Act) {
  const at = new Date(serverNow()).toISOString();
  const message = { id: next++, at, tone, text, act };
  shown.set(withMessage(shown.get(), message));
  activity.set([message, ...activity.get()].slice(0, activityMost));
}

export function dismiss(id: number) {
  shown.set(shown.get().filter((m) => m.id !== id));
}

/** An act is for convenience: never the only way to do something. */
export const say = {
  success: (text: string, act?: Act) => add("success", text, act),
  warning: (text: string, act?: Act) => add("warning", text, act),
  error: (text: string, act?: Act) => add("error", text, act),
};

/** Nothing of the last person stays for the next. */
export function clearMessages() {
  shown.set([]);
  activity.set([]);
}

const successStays = 8000;

function One({ message }: { message: Message }) {
  const { id, tone, text, act } = message;
  const [held, setHeld] = useState(false);
  const here = useRef<HTMLDivElement>(null);
  useHandedOn(here);
  useEffect(() => {
    if (tone !== "success" || held) return;
    const timer = setTimeout(() => dismiss(id), successStays);
    return () => clearTimeout(timer);
  }, [id, tone, held]);
  return (
    <div
      ref={here}
      className={`message is-${tone}`}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className="message-text">
        {tone !== "success" && (
          <strong>{tone === "error" ? "Error: " : "Warning: "}</strong>
        )}
        {text}
      </span>
      {act && (
        <Button
          size="small"
          variant="link"
          onClick={() => {
            // Once: pressed again it would be another act.
            dismiss(id);
            act.do();
          }}
        >
          {act.label}
        </Button>
      )}
      <Button
        size="small"
        icon={closeSmall}
        label="Close this message"
        onClick={() => dismiss(id)}
      />
    </div>
  );
}

export function Messages() {
  const all = useStore(shown);
  const region = (assertive: boolean) => (
    <div
      role={assertive ? "alert" : "status"}
      aria-live={assertive ? "assertive" : "polite"}
      aria-atomic="false"
    >
      {all
        .filter((m) => (m.tone === "error") === assertive)
        .map((m) => (
          <One key={m.id} message={m} />
        ))}
    </div>
  );
  return (
    <>
      {region(true)}
      {region(false)}
    </>
  );
}
