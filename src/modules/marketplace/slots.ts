/** How much this process does at the same time, by name. */
export class Slots {
  private readonly taken = new Map<string, number>()
  private readonly missed = new Set<string>()

  /** @param others names that have another number of places */
  constructor(
    private readonly most: number,
    private readonly others: Readonly<Record<string, number>> = {}
  ) {}

  isEmpty = (name: string): boolean => !this.taken.get(name)

  /** Whether a place was free, and is taken now. Otherwise one of those who have a place looks again before it leaves. */
  take(name: string): boolean {
    const taken = this.taken.get(name) ?? 0
    if (taken >= (this.others[name] ?? this.most)) {
      this.missed.add(name)
      return false
    }
    this.taken.set(name, taken + 1)
    return true
  }

  /** Whether a place was given back. Unless `at_once`, it was not where another came in vain since: look again first. */
  leave(name: string, at_once = false): boolean {
    if (this.missed.delete(name) && !at_once) return false
    this.taken.set(name, (this.taken.get(name) ?? 1) - 1)
    return true
  }
}
