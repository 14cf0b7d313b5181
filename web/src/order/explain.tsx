// Why it is so, what happens next and when, and what would change it: decided
// by the same rules that run.
import { useEffect, useRef } from "react";
import { Failed, Loading } from "../parts/state";
import { Time } from "../parts/time";
import { useGet } from "../parts/use_get";
import { Card } from "../parts/card";
import { Told } from "./outside";
import type { Actions, Explanation, Order } from "./types";
import { choiceLabels } from "./words";

// The order's own words of an action are written for people; the
// explanation's are the journal's.
function told(order: Order, c: Explanation["choices"][number]): string {
  const name = c.action.replace("cancel_intent", "cancel_status");
  const own = order.actions[name.replace("_", "-") as keyof Actions] as
    Actions["submit"] | undefined;
  return (c.possible ? own?.effect : own?.why) || c.then;
}

const sentence = (text: string) => {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : first + ".";
};

function Choices({ order, why }: { order: Order; why: Explanation }) {
  const row = (c: Explanation["choices"][number]) => (
    <div key={c.action}>
      <dt>{choiceLabels[c.action] ?? c.action}</dt>
      <dd>
        <Told text={sentence(told(order, c))} />
      </dd>
    </div>
  );
  const possible = why.choices.filter((c) => c.possible);
  const not = why.choices.filter((c) => !c.possible);
  return (
    <>
      {possible.length > 0 && (
        <>
          <h3>What would change it</h3>
          <dl className="choices">{possible.map(row)}</dl>
        </>
      )}
      {not.length > 0 && (
        <details>
          <summary>What can not be done now, and why</summary>
          <dl className="choices">{not.map(row)}</dl>
        </details>
      )}
    </>
  );
}

export function ExplainCard({ order, path }: { order: Order; path: string }) {
  const got = useGet<Explanation>(`${path}/explain`);
  const { again, data } = got;
  const { version } = order;
  // What is read at first is of this version, or a newer one.
  const read = useRef(version);
  useEffect(() => {
    if (read.current === version) return;
    read.current = version;
    again();
  }, [again, version]);
  return (
    <Card title="Why it is so" id="explain">
      {data ? (
        <>
          <ul className="sentences">
            {data.now.map((text) => (
              <li key={text}>
                <Told text={sentence(text)} />
              </li>
            ))}
          </ul>
          <h3>What happens next</h3>
          {data.next.length > 0 ? (
            <ul className="sentences">
              {data.next.map((text, i) => (
                <li key={text}>
                  {i === 0 && data.next_at && (
                    <>
                      <Time at={data.next_at} />:{" "}
                    </>
                  )}
                  <Told text={text} />
                </li>
              ))}
            </ul>
          ) : (
            <p>Nothing by itself.</p>
          )}
          <Choices order={order} why={data} />
          <p className="weak">
            Decided by the configuration <code>{data.configuration}</code>.
          </p>
        </>
      ) : got.error ? (
        <Failed
          what="The explanation could not be read"
          error={got.error}
          again={again}
        />
      ) : (
        <Loading />
      )}
    </Card>
  );
}
