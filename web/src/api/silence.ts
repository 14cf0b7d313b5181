// Notices that a stream has fallen silent. A line that is half dead, as after
// a machine slept or a router forgot it, closes nothing: only what does not
// come tells of it.

export interface Clock {
  now: () => number;
  /** Returns how to stop. */
  every: (ms: number, then: () => void) => () => void;
}

/** The wall's: it went on while the machine slept. */
const clockOfBrowser: Clock = {
  now: () => Date.now(),
  every: (ms, then) => {
    const timer = setInterval(then, ms);
    return () => clearInterval(timer);
  },
};

/** The server says something every 15 seconds at least. */
export const silenceMax = 40_000;
const lookEvery = 5000;

export function watchSilence(fell: () => void, clock = clockOfBrowser) {
  let last = 0;
  let stop: (() => void) | null = null;
  const end = () => {
    stop?.();
    stop = null;
  };
  /** Now, too: who comes back from sleep need not wait. */
  const look = () => {
    if (!stop || clock.now() - last <= silenceMax) return;
    end();
    fell();
  };
  return {
    heard: () => {
      last = clock.now();
      stop ??= clock.every(lookEvery, look);
    },
    look,
    end,
  };
}
