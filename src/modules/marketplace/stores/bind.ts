import type { TransactionalDatabase } from "./database"

/** The functions of a store without their first argument; what else its files export is not offered. */
export type Bound<Store> = {
  [
    Name in keyof Store as Store[Name] extends (...args: infer Args) => unknown
      ? Args[0] extends { raw: unknown }
        ? Name
        : never
      : never
  ]: Store[Name] extends (database: TransactionalDatabase, ...args: infer Args) => infer Result
    ? (...args: Args) => Result
    : never
}

/** Returns a store that works on this database. */
export function bind<Store extends object>(
  database: () => TransactionalDatabase,
  store: Store
): Bound<Store> {
  const functions = Object.entries(store).filter(([, value]) => typeof value === "function")
  return Object.fromEntries(
    functions.map(([name, work]: [string, (...args: unknown[]) => unknown]) => [
      name,
      (...args: unknown[]) => work(database(), ...args),
    ])
  ) as Bound<Store>
}
