import { Changes } from "../live/changes";

const KEY = "gatehouse.admin-token";

/** Whether there may be anything to see: the admin port wants a token, or one was refused. */
export type Access = "unknown" | "open" | "wanted" | "refused";

interface Kept {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** The admin token, kept for as long as the tab is open and nowhere else. */
export class Session extends Changes {
  private now: Access = "unknown";

  constructor(private readonly kept: Kept) {
    super();
  }

  token(): string | null {
    return this.kept.getItem(KEY);
  }

  access = (): Access => this.now;

  signIn(token: string): void {
    this.kept.setItem(KEY, token);
    this.become("unknown");
  }

  signOut(): void {
    this.kept.removeItem(KEY);
    this.become("wanted");
  }

  accepted(): void {
    this.become("open");
  }

  /** A request with this token was answered with 401. One that was sent before another was entered says nothing of the other. */
  refused(token: string | null): void {
    if (token !== this.token()) {
      return;
    }
    this.kept.removeItem(KEY);
    this.become(token === null ? "wanted" : "refused");
  }

  private become(access: Access): void {
    if (access !== this.now) {
      this.now = access;
      this.changed();
    }
  }
}

const NOTHING: Kept = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };

export const session = new Session(typeof sessionStorage === "undefined" ? NOTHING : sessionStorage);
