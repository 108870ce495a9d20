/** A file whose answer is missing: Rakuten may have taken it, and its number is not known. */
export const LOST = "lost"

export type FileFormat = "xml" | "csv"

export const referenceOf = (format: FileFormat, importid: string): string => `${format}:${importid}`

/** Null for a file without number. */
export function readReference(reference: string): { format: FileFormat; fileid: string } | null {
  const [, format, fileid] = /^(xml|csv):(.+)$/.exec(reference) ?? []
  return format === "xml" || format === "csv" ? { format, fileid } : null
}
