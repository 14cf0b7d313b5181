import assert from "node:assert/strict";
import { test } from "node:test";
import { merged } from "../../../web/src/shell/merge";

const view = (name: string, query = name) => ({ name, query });
const names = (all: unknown) =>
  (all as { name: string; query: string }[]).map((v) => `${v.name}=${v.query}`);

const was = [view("a"), view("b")];

test("a single value is as it was chosen here", () => {
  assert.equal(merged("light", "dark", "system"), "dark");
  assert.deepEqual(merged(["id"], ["id", "total"], ["type"]), ["id", "total"]);
});

test("views that were saved elsewhere meanwhile stay", () => {
  const mine = [...was, view("mine")];
  const theirs = [...was, view("theirs")];
  assert.deepEqual(names(merged(was, mine, theirs)), [
    "a=a",
    "b=b",
    "theirs=theirs",
    "mine=mine",
  ]);
});

test("what was removed on either side is gone", () => {
  assert.deepEqual(names(merged(was, [view("a")], was)), ["a=a"]);
  assert.deepEqual(names(merged(was, [...was, view("c")], [view("b")])), [
    "b=b",
    "c=c",
  ]);
});

test("a view of the same name is the one that was saved here", () => {
  const mine = [view("a", "new"), view("b")];
  assert.deepEqual(names(merged(was, mine, was)), ["a=new", "b=b"]);
});

test("without knowing what it was nothing of theirs is lost", () => {
  assert.deepEqual(names(merged(null, [view("c")], was)), [
    "a=a",
    "b=b",
    "c=c",
  ]);
});

test("what makes no sense elsewhere is replaced", () => {
  assert.deepEqual(names(merged(was, was, "nonsense")), ["a=a", "b=b"]);
});
