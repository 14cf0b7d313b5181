// What is said of the countdown and the submission to those who listen.
import { useEffect, useRef, useState } from "react";
import { submitStatuses } from "../format/words";
import { useNow } from "../shell/clock";
import { threshold } from "./facts";
import type { Order } from "./types";

/** Says the thresholds and what became of the submission to those who
 *  listen; the ticking text itself is no live region. */
export function Announcer({ order }: { order: Order }) {
  const { countdown, submit_status } = order;
  const running = countdown.state === "running" && countdown.due;
  const target = running ? Date.parse(running) : null;
  const now = useNow(target);
  const said = target === null ? "" : threshold(target - now);
  const state = submitStatuses[submit_status];
  const before = useRef({ said, state });
  const [text, setText] = useState("");
  useEffect(() => {
    const was = before.current;
    before.current = { said, state };
    if (state !== was.state) setText(`Submission: ${state}.`);
    else if (said !== was.said && said) setText(said);
  }, [said, state]);
  return (
    <p role="status" className="screen-reader-text">
      {text}
    </p>
  );
}
