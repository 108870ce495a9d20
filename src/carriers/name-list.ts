import { foldName } from "./normalize"

/** A list of names, each folded once. */
export type NameList = {
  names: ReadonlySet<string>
  /** By its folded form, the first name that has it. */
  byFold: ReadonlyMap<string, string>
}

const lists = new WeakMap<readonly { name: string }[], NameList>()

/** The names of a list, ready to be searched. Made once for each array, which must not change afterwards. */
export function nameList(entries: readonly { name: string }[]): NameList {
  const known = lists.get(entries)
  if (known) {
    return known
  }
  const names = new Set<string>()
  const byFold = new Map<string, string>()
  for (const { name } of entries) {
    const folded = foldName(name)
    if (folded !== "") {
      names.add(name)
      if (!byFold.has(folded)) byFold.set(folded, name)
    }
  }
  const list = { names, byFold }
  lists.set(entries, list)
  return list
}

/** The entry that is this name, or else the first that is it without case, accents, spaces and punctuation; as listed. */
export function listedAs(name: string, { names, byFold }: NameList): string | undefined {
  return names.has(name) ? name : byFold.get(foldName(name))
}
