/** The cursor of a `Link` header's next page; null where there is none. Its address is never used. */
export function nextCursor(link: string | undefined): string | null {
  const next = link?.split(/,(?=\s*<)/).find((part) => /;\s*rel="?next\b/i.test(part))
  const target = next && /<([^>]{1,2000})>/.exec(next)?.[1]
  if (!target) {
    return null
  }
  const query = new URLSearchParams(target.slice(target.indexOf("?") + 1))
  return query.get("cursor") ?? query.get("Cursor")
}
