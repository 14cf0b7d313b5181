import assert from "node:assert/strict";
import { test } from "node:test";
import { InTurn } from "../../../web/src/parts/in_turn";

/** Reads that are answered when it is told to. */
function reads() {
  const begun: string[] = [];
  const open: { signal: AbortSignal; answer: () => void }[] = [];
  const turn = new InTurn<string>((signal, how) => {
    begun.push(how);
    return new Promise((answer) => open.push({ signal, answer }));
  });
  const answer = async () => {
    open.shift()?.answer();
    await new Promise((then) => setImmediate(then));
  };
  return { turn, begun, open, answer };
}

test("what changes faster than the answers come breaks none of them off", async () => {
  const { turn, begun, open, answer } = reads();
  turn.ask("first");
  for (const how of ["a", "b", "c"]) turn.ask(how);
  assert.deepEqual(begun, ["first"]);
  assert.equal(open[0]?.signal.aborted, false);
  await answer();
  // Once for all of them: it begins after the last.
  assert.deepEqual(begun, ["first", "c"]);
  await answer();
  assert.deepEqual(begun, ["first", "c"]);
  assert.equal(turn.busy, false);
});

test("what is asked for when nothing is under way is read at once", async () => {
  const { turn, begun, answer } = reads();
  turn.ask("a");
  await answer();
  turn.ask("b");
  assert.deepEqual(begun, ["a", "b"]);
});

test("a new beginning waits for nothing and owes nothing", async () => {
  const { turn, begun, open, answer } = reads();
  turn.ask("a");
  turn.ask("b");
  turn.anew("c");
  assert.equal(open[0]?.signal.aborted, true);
  assert.deepEqual(begun, ["a", "c"]);
  await answer(); // the one that was broken off: it is none any more
  assert.equal(turn.busy, true);
  await answer();
  assert.deepEqual(begun, ["a", "c"]);
  assert.equal(turn.busy, false);
});

test("after the end nothing that was asked for is read", async () => {
  const { turn, begun, open, answer } = reads();
  turn.ask("a");
  turn.ask("b");
  turn.end();
  assert.equal(open[0]?.signal.aborted, true);
  await answer();
  assert.deepEqual(begun, ["a"]);
});
