/** Something that others watch: they are called after each change. Made for `useSyncExternalStore`. */
export class Changes {
  private readonly listeners = new Set<() => void>();

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  protected changed(): void {
    this.listeners.forEach((listener) => listener());
  }
}
