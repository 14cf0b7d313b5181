// A secret that is shown once, to be copied.
import { Button } from "@wordpress/components";
import { useState } from "react";

export function Secret({ text, label }: { text: string; label: string }) {
  const [said, setSaid] = useState("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid("Copied.");
    } catch {
      // Without https a page has no clipboard.
      setSaid("Copying is not possible here: select the text and copy it.");
    }
  };
  return (
    <div className="secret">
      <code aria-label={label}>{text}</code>
      <Button variant="secondary" size="compact" onClick={() => void copy()}>
        Copy
      </Button>
      <span role="status">{said}</span>
    </div>
  );
}
