import { useSyncExternalStore } from "react";
import { Changes } from "../live/changes";

export type Theme = "system" | "light" | "dark";

const KEY = "gatehouse.theme";

/** Light or dark, by the system unless somebody chose. The choice is all that the page keeps for longer than the tab is open. */
class ThemeChoice extends Changes {
  private readonly system = matchMedia("(prefers-color-scheme: dark)");
  private chosen: Theme = read();

  constructor() {
    super();
    this.system.addEventListener("change", () => this.apply());
    this.apply();
  }

  current = (): Theme => this.chosen;

  choose(theme: Theme): void {
    this.chosen = theme;
    localStorage.setItem(KEY, theme);
    this.apply();
    this.changed();
  }

  private apply(): void {
    const dark = this.chosen === "dark" || (this.chosen === "system" && this.system.matches);
    document.documentElement.dataset["theme"] = dark ? "dark" : "light";
  }
}

function read(): Theme {
  const kept = localStorage.getItem(KEY);
  return kept === "light" || kept === "dark" ? kept : "system";
}

export const theme = new ThemeChoice();

export function useTheme(): Theme {
  return useSyncExternalStore(theme.subscribe, theme.current);
}
