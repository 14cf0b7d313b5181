import assert from "node:assert/strict";
import { test } from "node:test";
import {
  withMessage,
  type Standing,
} from "../../../web/src/shell/message_list";

const said = (tone: Standing["tone"], text: string): Standing => ({
  tone,
  text,
});
const texts = (all: Standing[]) => all.map((m) => m.text).join(" ");
const after = (...all: Standing[]) =>
  texts(all.reduce<Standing[]>((then, m) => withMessage(then, m), []));

const words = ["a", "b", "c", "d", "e"];

test("an error that was not closed is not pushed out by what comes later", () => {
  const all = words.map((w) => said("success", w));
  assert.equal(
    after(said("error", "E"), ...all, said("success", "f")),
    "E c d e f",
  );
});

test("what goes by itself gives way before a warning does", () => {
  assert.equal(
    after(
      said("warning", "W"),
      ...words.slice(1).map((w) => said("success", w)),
      said("error", "E"),
    ),
    "W c d e E",
  );
});

test("the oldest warning gives way when there is nothing else", () => {
  const all = words.map((w) => said("warning", w));
  assert.equal(after(...all, said("success", "s")), "b c d e s");
});

test("errors stand however many there are, and the newest of all", () => {
  const all = words.map((w) => said("error", w));
  assert.equal(after(...all, said("error", "f")), "a b c d e f");
  assert.equal(after(...all, said("success", "s")), "a b c d e s");
});

test("the same said again stands once, at the end", () => {
  assert.equal(
    after(said("error", "a"), said("success", "b"), said("error", "a")),
    "b a",
  );
});
