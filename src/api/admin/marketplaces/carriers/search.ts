import { foldName } from "../../../../carriers"

/** Whether one of the names holds what was typed, without case, accents and spaces. */
export const contains = (names: readonly string[], typed: string) =>
  names.some((name) => foldName(name).includes(foldName(typed)))
