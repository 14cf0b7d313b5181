// What all dialogs of the order page share: they say what an act would do,
// notice when the order changes meanwhile, and act only on what was seen.
import { Button } from "@wordpress/components";
import { useRef, useState, type ReactNode } from "react";
import { api, newKey, Problem, reasonOf } from "../api/client";
import { isolated } from "../format/format";
import { Ask } from "../parts/dialog";
import { say } from "../shell/messages";
import { changesBetween } from "./facts";
import { Told } from "./outside";
import type { Choice, Order } from "./types";

/** The order as the page has it, and how to bring it up to date. */
export interface Hands {
  order: Order;
  path: string;
  again: () => void;
  /** What a write answered. */
  took: (order: Order) => void;
  onClose: () => void;
}

interface PlanProps extends Hands {
  /** The last part of the path. */
  action: string;
  choice: Choice;
  /** The act by its name. */
  label: string;
  /** "Order 7: on hold." */
  said: string;
  destructive?: boolean;
  /** What is sent; throws with what is missing. */
  body?: () => Record<string, unknown>;
  /** In place of the effect the server foretells. */
  effect?: ReactNode;
  children?: ReactNode;
}

interface Intent {
  what: string;
  version: number;
  key: string;
}

/** One key per intent: the same act asked for again is done once. What got no
 *  answer may have been done: asked for again it is the very same request,
 *  whatever the order's version is by then. */
function useIntent() {
  const unanswered = useRef<Intent | null>(null);
  return {
    of: (what: string, version: number): Intent =>
      unanswered.current?.what === what
        ? unanswered.current
        : { what, version, key: newKey() },
    asked: (intent: Intent) => {
      unanswered.current = intent;
    },
    answered: () => {
      unanswered.current = null;
    },
  };
}

/** No answer, none yet, or that of somebody in between who got none. */
const isUnclear = (error: unknown) =>
  !(error instanceof Problem) ||
  error.status === 0 ||
  error.status >= 500 ||
  error.code === "idempotency_in_flight";

/** Of all acts only a hold can be taken back: the time left is kept. */
function undoOf({ action, order, path, took }: PlanProps) {
  if (action !== "hold") return undefined;
  return {
    label: "Undo",
    do: () =>
      void api.post<Order>(`${path}/release`, {}, { key: newKey() }).then(
        (now) => {
          took(now);
          say.success(`Order ${isolated(order.number)}: released.`);
        },
        (error: unknown) =>
          say.error(
            `Order ${isolated(order.number)} is still on hold: ${reasonOf(error)}`,
          ),
      ),
  };
}

function Changed({ changes, goOn }: { changes: string[]; goOn: () => void }) {
  return (
    <div className="note is-warning" role="alert">
      <p>
        <strong>The order changed while this was open.</strong>
      </p>
      <ul>
        {changes.map((c) => (
          <li key={c}>{c}</li>
        ))}
      </ul>
      <Button variant="secondary" size="compact" onClick={goOn}>
        Go on with the order as it is now
      </Button>
    </div>
  );
}

export function Plan(props: PlanProps) {
  const { order, path, again, took, onClose, action, choice, label } = props;
  const [seen, setSeen] = useState(order);
  const intents = useIntent();
  const changes = changesBetween(seen, order);
  const changed = changes.length > 0;
  const notice = changed && (
    <Changed changes={changes} goOn={() => setSeen(order)} />
  );
  if (!choice.allowed)
    return (
      <>
        {notice}
        <p>
          This can not be done now: <Told text={choice.why} />.
        </p>
        <div className="dialog-acts">
          <Button variant="primary" onClick={onClose} __next40pxDefaultSize>
            Close
          </Button>
        </div>
      </>
    );

  // Much of what makes a new version is nothing to a person: a carrier was
  // asked, a file looked at. Then the act is what it was.
  const send = async (body: Record<string, unknown>) => {
    const what = `${action} ${JSON.stringify(body)}`;
    for (let at = order, left = 3; ; left--) {
      const intent = intents.of(what, at.version);
      const { key, version: ifMatch } = intent;
      intents.asked(intent);
      try {
        const now = await api.post<Order>(`${path}/${action}`, body, {
          ifMatch,
          key,
        });
        intents.answered();
        return now;
      } catch (error) {
        if (!isUnclear(error)) intents.answered();
        if (!(error instanceof Problem) || error.code !== "stale") throw error;
        at = await api.get<Order>(path);
        if (left === 0 || changesBetween(seen, at).length > 0)
          throw new Error(
            "The order changed while you looked at it: nothing was done.",
            { cause: error },
          );
      }
    }
  };

  const act = async () => {
    if (changed)
      throw new Error("First look at what changed, then go on with it.");
    const body = props.body?.() ?? {};
    try {
      took(await send(body));
    } catch (error) {
      again();
      throw error;
    }
    say.success(props.said, undoOf(props));
  };

  return (
    <Ask
      label={label}
      destructive={props.destructive ?? false}
      act={act}
      onClose={onClose}
    >
      {props.children}
      {props.effect ?? (
        <p className="effect">
          <Told text={choice.effect} />
        </p>
      )}
      {notice}
    </Ask>
  );
}
