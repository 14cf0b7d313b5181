// Runs before all other scripts. The toolkit's packages each bring their
// styles as text and put them into <style> elements, which our content
// security policy forbids. They share one registry on the global object if
// there is one already: ours hands the text to a constructed style sheet,
// which needs no leave. It seems to hold no documents and, to those who go
// through it for a new document, no styles: so no element is ever made.

class Sheets extends Map<string, string> {
  private readonly sheet = new CSSStyleSheet();
  private all = "";
  private text = "";

  override set(hash: string, css: string): this {
    if (this.has(hash)) return this;
    this.text += css + "\n";
    // At most once for all that arrive together.
    queueMicrotask(() => this.flush());
    return super.set(hash, css);
  }

  override *[Symbol.iterator](): MapIterator<[string, string]> {
    // See above.
  }

  private flush() {
    if (!this.text) return;
    const sheet = this.sheet;
    if (!document.adoptedStyleSheets.includes(sheet))
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    this.all += this.text;
    this.text = "";
    sheet.replaceSync(this.all);
  }
}

class NoDocuments extends Map<Document, number> {
  override set(): this {
    return this;
  }
}

Object.assign(globalThis, {
  __wpStyleRuntime: {
    documents: new NoDocuments(),
    styles: new Sheets(),
    injectedStyles: new WeakMap(),
  },
});

// The theme that was chosen last, before the first paint. The server's word
// comes with the session.
let theme: unknown;
try {
  const kept = localStorage.getItem("dastomized.preferences");
  theme = kept && (JSON.parse(kept) as { theme?: unknown }).theme;
} catch {
  // Storage may be forbidden: then the system's theme it is.
}
const dark =
  theme === "dark" ||
  (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
document.documentElement.dataset["scheme"] = dark ? "dark" : "light";

export {};
