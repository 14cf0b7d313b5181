// The menu of views with a name: ours and a person's own.
import {
  Button,
  DropdownMenu,
  MenuGroup,
  MenuItem,
  TextControl,
} from "@wordpress/components";
import { chevronDown } from "@wordpress/icons";
import { useState } from "react";
import { Dialog } from "../parts/dialog";
import { say } from "../shell/messages";
import { usePreference } from "../shell/preferences";
import type { ListState } from "./state";
import {
  presets,
  savedIn,
  saveView,
  stateOf,
  viewOf,
  type SavedView,
} from "./views";

function SaveDialog({
  taken,
  save,
  onClose,
}: {
  taken: SavedView[];
  save: (name: string) => void;
  onClose: () => void;
}) {
  const [name, setName] = useState("");
  const trimmed = name.trim();
  const locked = presets.some((p) => p.name === trimmed);
  const replaces = taken.some((v) => v.name === trimmed);
  return (
    <Dialog title="Save this view" onClose={onClose} size="small">
      <form
        onSubmit={(e) => {
          e.preventDefault();
          if (!trimmed || locked) return;
          save(trimmed);
          onClose();
        }}
      >
        <TextControl
          label="Name"
          value={name}
          maxLength={60}
          onChange={setName}
          help={
            locked
              ? "This name belongs to a view that can not be changed."
              : replaces
                ? "You have a view of this name; it will be replaced."
                : "Tab, filters, search and order are kept; only you see it."
          }
          __next40pxDefaultSize
        />
        <div className="dialog-acts">
          <Button variant="tertiary" onClick={onClose} __next40pxDefaultSize>
            Cancel
          </Button>
          <Button
            type="submit"
            variant="primary"
            disabled={!trimmed || locked}
            accessibleWhenDisabled
            __next40pxDefaultSize
          >
            {replaces && !locked ? "Replace view" : "Save view"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

export function Views({ state, show }: ViewsProps) {
  const [kept, keep] = usePreference<unknown>("orders.saved", []);
  const [saving, setSaving] = useState(false);
  const mine = savedIn(kept);
  const current = viewOf(state, mine);
  const own = current && mine.includes(current);
  const group = (label: string, views: SavedView[], close: () => void) => (
    <MenuGroup label={label}>
      {views.map((view) => (
        <MenuItem
          key={view.name}
          role="menuitemradio"
          isSelected={view === current}
          onClick={() => {
            show(stateOf(view));
            close();
          }}
        >
          {view.name}
        </MenuItem>
      ))}
    </MenuGroup>
  );
  return (
    <>
      <DropdownMenu
        icon={chevronDown}
        label="Views"
        text={current?.name ?? "View, changed"}
        toggleProps={{ iconPosition: "right", variant: "tertiary" }}
        className="views"
      >
        {({ onClose }) => (
          <>
            {group("Views", presets, onClose)}
            {mine.length > 0 && group("My views", mine, onClose)}
            <MenuGroup>
              <MenuItem
                disabled={current !== null}
                onClick={() => {
                  onClose();
                  setSaving(true);
                }}
              >
                Save this view…
              </MenuItem>
              {own && (
                <MenuItem
                  isDestructive
                  onClick={() => {
                    onClose();
                    keep(mine.filter((v) => v !== current));
                    say.success(`The view “${current.name}” is removed.`, {
                      label: "Undo",
                      do: () => keep(mine),
                    });
                  }}
                >
                  Remove this view
                </MenuItem>
              )}
            </MenuGroup>
          </>
        )}
      </DropdownMenu>
      {saving && (
        <SaveDialog
          taken={mine}
          save={(name) => {
            keep(saveView(mine, name, state));
            say.success(`The view “${name}” is saved.`);
          }}
          onClose={() => setSaving(false)}
        />
      )}
    </>
  );
}

interface ViewsProps {
  state: ListState;
  show: (state: ListState) => void;
}
