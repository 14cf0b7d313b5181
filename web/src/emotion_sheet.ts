// Stands for @emotion/sheet (see build.mjs). The original makes empty <style>
// elements and inserts rules into them; a policy of style-src 'self' forbids
// even empty ones. A constructed style sheet takes the same rules.

interface Options {
  key: string;
  container?: Node;
  nonce?: string;
}

export class StyleSheet {
  readonly key: string;
  readonly container: Node | undefined;
  readonly nonce: string | undefined;
  // What the callers look at to keep an order of elements: there are none.
  readonly tags: HTMLStyleElement[] = [];
  readonly isSpeedy = true;
  before: Element | null = null;
  private readonly sheet = new CSSStyleSheet();
  private shown = false;

  constructor(options: Options) {
    this.key = options.key;
    this.container = options.container;
    this.nonce = options.nonce;
  }

  hydrate() {
    // Nothing was rendered by a server.
  }

  insert(rule: string) {
    if (!this.shown) {
      document.adoptedStyleSheets = [
        ...document.adoptedStyleSheets,
        this.sheet,
      ];
      this.shown = true;
    }
    try {
      this.sheet.insertRule(rule, this.sheet.cssRules.length);
    } catch {
      // A selector of another browser's; the original passes it over too.
    }
  }

  flush() {
    this.sheet.replaceSync("");
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter(
      (s) => s !== this.sheet,
    );
    this.shown = false;
  }
}
