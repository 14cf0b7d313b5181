import type { BulkAction } from "../api/types";

interface Words {
  verb: string;
  /** "can not be …" */
  done: string;
  /** after it was asked for */
  said: string;
  effect: string;
}

export const bulkWords: Record<BulkAction, Words> = {
  submit: {
    verb: "Submit",
    done: "submitted",
    said: "submission asked for",
    effect: "It goes to its providers now. This can not be undone here.",
  },
  hold: {
    verb: "Hold",
    done: "held",
    said: "on hold",
    effect: "The countdown stops; the store's order becomes On hold.",
  },
  release: {
    verb: "Release",
    done: "released",
    said: "released",
    effect: "The countdown goes on; the store's order becomes Processing.",
  },
  retry: {
    verb: "Retry",
    done: "tried again",
    said: "trying again",
    effect: "What failed or waits is tried again now.",
  },
};

export const bulkActions = Object.keys(bulkWords) as BulkAction[];
