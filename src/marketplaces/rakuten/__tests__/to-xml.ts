/** Text of a document that is written as it is. */
export class Raw {
  constructor(readonly text: string) {}
}

/** One element for each field, repeated for a list, as Rakuten writes them. */
export function toXml(value: unknown): string {
  if (value instanceof Raw) {
    return value.text
  }
  if (typeof value !== "object" || value === null) {
    return String(value).replaceAll("&", "&amp;").replaceAll("<", "&lt;")
  }
  return Object.entries(value)
    .map(([name, inner]) =>
      [inner]
        .flat()
        .map((one) => `<${name}>${toXml(one)}</${name}>`)
        .join("")
    )
    .join("")
}
