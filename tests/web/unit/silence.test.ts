import assert from "node:assert/strict";
import { test } from "node:test";
import {
  silenceMax,
  watchSilence,
  type Clock,
} from "../../../web/src/api/silence";

/** Time goes on when it is told to; timers sleep as the machine does. */
class Hands implements Clock {
  private at = 1_000_000;
  private timers = new Set<{ every: number; due: number; then: () => void }>();

  now = () => this.at;

  every = (ms: number, then: () => void) => {
    const timer = { every: ms, due: this.at + ms, then };
    this.timers.add(timer);
    return () => void this.timers.delete(timer);
  };

  pass(ms: number) {
    const end = this.at + ms;
    for (; this.at < end; this.at += 1000)
      for (const timer of [...this.timers])
        if (timer.due <= this.at) {
          timer.due = this.at + timer.every;
          timer.then();
        }
  }

  sleep(ms: number) {
    this.at += ms;
  }

  get running() {
    return this.timers.size;
  }
}

function watched() {
  const clock = new Hands();
  const told = { lost: 0 };
  const watch = watchSilence(() => told.lost++, clock);
  return { clock, watch, told };
}

test("a stream that says something now and then is never lost", () => {
  const { clock, watch, told } = watched();
  for (let beats = 0; beats < 40; beats++) {
    watch.heard();
    clock.pass(15_000);
  }
  assert.equal(told.lost, 0);
});

test("a stream that falls silent is lost once, soon after", () => {
  const { clock, watch, told } = watched();
  watch.heard();
  clock.pass(silenceMax);
  assert.equal(told.lost, 0);
  clock.pass(10_000);
  assert.equal(told.lost, 1);
  clock.pass(600_000);
  assert.equal(told.lost, 1);
  assert.equal(clock.running, 0);
});

test("a machine that slept knows at the first look", () => {
  const { clock, watch, told } = watched();
  watch.heard();
  clock.sleep(3_600_000);
  watch.look();
  assert.equal(told.lost, 1);
});

test("what was lost and speaks again is watched again", () => {
  const { clock, watch, told } = watched();
  watch.heard();
  clock.pass(60_000);
  watch.heard();
  clock.pass(15_000);
  assert.equal(told.lost, 1);
  clock.pass(60_000);
  assert.equal(told.lost, 2);
});

test("a stream that is closed is not waited for", () => {
  const { clock, watch, told } = watched();
  watch.heard();
  watch.end();
  clock.pass(600_000);
  watch.look();
  assert.equal(told.lost, 0);
  assert.equal(clock.running, 0);
});
