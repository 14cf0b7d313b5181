// Reads of the same thing, one after the other. Were each to break off the one
// before, nothing would show while changes come faster than answers.

/** One runs at a time; what is asked for meanwhile runs once after it: the
 *  answer under way may be of before. */
export class InTurn<How = void> {
  private running: AbortController | null = null;
  private owed: { how: How } | null = null;

  /** `run` fails by itself: what went wrong is shown where it is read. */
  constructor(
    private readonly run: (signal: AbortSignal, how: How) => Promise<void>,
  ) {}

  get busy(): boolean {
    return this.running !== null;
  }

  ask(how: How) {
    if (this.running) this.owed = { how };
    else void this.begin(how);
  }

  /** Now: what is under way counts no more. */
  anew(how: How) {
    this.end();
    void this.begin(how);
  }

  end() {
    this.running?.abort();
    this.running = null;
    this.owed = null;
  }

  private async begin(how: How) {
    const mine = new AbortController();
    this.running = mine;
    await this.run(mine.signal, how);
    if (this.running !== mine) return;
    const { owed } = this;
    this.running = null;
    this.owed = null;
    if (owed) void this.begin(owed.how);
  }
}
