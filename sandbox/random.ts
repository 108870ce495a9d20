/** Seeded numbers (mulberry32): the same seed gives the same orders on every machine. */
export class Random {
  private state: number

  constructor(seed: number) {
    this.state = seed >>> 0
  }

  /** At least 0, below 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let t = this.state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }

  /** Whole number, both ends included. */
  int(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1))
  }

  pick<T>(values: readonly T[]): T {
    return values[this.int(0, values.length - 1)]
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  text(length: number, alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"): string {
    return Array.from({ length }, () => alphabet[this.int(0, alphabet.length - 1)]).join("")
  }
}
