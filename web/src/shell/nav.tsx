// Navigation at the left; at narrow width a bar with a menu button.
import {
  Button,
  DropdownMenu,
  Icon,
  MenuGroup,
  MenuItem,
  MenuItemsChoice,
} from "@wordpress/components";
import { commentAuthorAvatar, menu } from "@wordpress/icons";
import { useState } from "react";
import { reasonOf } from "../api/client";
import { pages } from "../pages";
import { say } from "./messages";
import { href } from "./href";
import { navigate, usePlace } from "./router";
import { logOut, useMay, useSession } from "./session";
import { useTheme, type Theme } from "./theme";

interface Opens {
  onKeys: () => void;
  onActivity: () => void;
}

function Account({ onKeys, onActivity }: Opens) {
  const session = useSession();
  const [theme, setTheme] = useTheme();
  const leave = () =>
    logOut().catch((error: unknown) =>
      say.error(`You could not be logged out: ${reasonOf(error)}`),
    );
  return (
    <DropdownMenu
      icon={commentAuthorAvatar}
      label={`${session.user} (${session.role}): account and theme`}
      text={session.user}
      className="account"
      popoverProps={{ placement: "bottom-start" }}
    >
      {({ onClose }) => (
        <>
          <MenuGroup label="Theme">
            <MenuItemsChoice
              choices={[
                { value: "system", label: "As the system" },
                { value: "light", label: "Light" },
                { value: "dark", label: "Dark" },
              ]}
              value={theme}
              onSelect={(value) => setTheme(value as Theme)}
              onHover={() => {}}
            />
          </MenuGroup>
          <MenuGroup>
            <MenuItem
              onClick={() => {
                onClose();
                navigate("/account");
              }}
            >
              Your account
            </MenuItem>
            <MenuItem
              onClick={() => {
                onClose();
                onKeys();
              }}
            >
              Keys
            </MenuItem>
            <MenuItem
              onClick={() => {
                onClose();
                onActivity();
              }}
            >
              Recent messages
            </MenuItem>
            <MenuItem onClick={() => void leave()}>Log out</MenuItem>
          </MenuGroup>
        </>
      )}
    </DropdownMenu>
  );
}

function Links({ onGo }: { onGo: () => void }) {
  const { path } = usePlace();
  const viewer = useMay("viewer");
  const operator = useMay("operator");
  const admin = useMay("admin");
  const may = { viewer, operator, admin };
  return (
    <ul>
      {pages.map(
        (p) =>
          p.nav &&
          may[p.role] && (
            <li key={p.path}>
              <a
                href={href(p.path)}
                aria-current={
                  path === p.path ||
                  (p.path !== "/" && path.startsWith(p.path + "/"))
                    ? "page"
                    : undefined
                }
                onClick={onGo}
              >
                <Icon icon={p.nav.icon} size={20} />
                {p.nav.label}
              </a>
            </li>
          ),
      )}
    </ul>
  );
}

export function Nav(opens: Opens) {
  const [open, setOpen] = useState(false);
  return (
    <header className={open ? "side is-open" : "side"}>
      <div className="side-head">
        <Button
          className="side-toggle"
          icon={menu}
          label={open ? "Close the menu" : "Open the menu"}
          aria-expanded={open}
          aria-controls="navigation"
          onClick={() => setOpen(!open)}
        />
        <a className="brand" href={href("/")} onClick={() => setOpen(false)}>
          dastomized
        </a>
        <Account {...opens} />
      </div>
      <nav id="navigation" aria-label="Pages">
        <Links onGo={() => setOpen(false)} />
      </nav>
    </header>
  );
}
