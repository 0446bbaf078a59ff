/**
 * Which users this process has given to a resource. Resources are applied side by side: where one takes a user over
 * from another, the other one's delete must neither come in between nor take the new access away.
 */
export class Claims {
  readonly #claimed = new Set<string>();
  readonly #turns = new Map<string, Promise<unknown>>();

  /** True once a resource has, or is about to have, this user in its state. Without case, as IAM compares names. */
  has(userName: string): boolean {
    return this.#claimed.has(userName.toLowerCase());
  }

  /** Runs alone for this user, who is claimed from the start, and stays so unless it fails. */
  claim<T>(userName: string, run: () => Promise<T>): Promise<T> {
    return this.inTurn(userName, async () => {
      const before = this.has(userName);
      this.#claimed.add(userName.toLowerCase());
      try {
        return await run();
      } catch (failed) {
        if (!before) this.#claimed.delete(userName.toLowerCase());
        throw failed;
      }
    });
  }

  /** Runs after everything else that was begun for this user. */
  inTurn<T>(userName: string, run: () => Promise<T>): Promise<T> {
    const key = userName.toLowerCase();
    const turn = (this.#turns.get(key) ?? Promise.resolve()).then(run, run);
    this.#turns.set(key, turn);
    return turn;
  }
}
