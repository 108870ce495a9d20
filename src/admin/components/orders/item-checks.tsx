import { Badge, Checkbox, Hint, Label, Text } from "@medusajs/ui"
import { useId, useState } from "react"
import { useTranslation } from "react-i18next"
import type { ShownLine } from "../../../api/admin/marketplaces/orders/types"

/** All open items, until the operator deselects some; items that are not open any more drop out. */
export function useItemChoice(open: string[]) {
  const [left, setLeft] = useState<string[]>([])
  const chosen = open.filter((id) => !left.includes(id))
  const isSome = chosen.length < open.length
  return {
    open,
    chosen,
    isSome,
    toggle: (id: string) => setLeft(left.includes(id) ? left.filter((one) => one !== id) : [...left, id]),
    /** The items of the request; omitted when all are meant. */
    named: isSome ? { line_external_ids: chosen } : {},
  }
}

const placesOf = (lines: ShownLine[]) =>
  lines.flatMap((line) =>
    line.external_ids.map((item, index) => ({
      item,
      line,
      place: index + 1,
      count: line.external_ids.length,
    }))
  )

/** The names of these items, as a question lists them. */
export function useItemNames(lines: ShownLine[]) {
  const { t } = useTranslation("marketplaces")
  return (ids: string[]) =>
    placesOf(lines)
      .filter(({ item }) => ids.includes(item))
      .map(({ line, place, count }) =>
        [line.title, line.sku, count > 1 && t("items.place", { place, count })].filter(Boolean).join(" · ")
      )
      .join("\n")
}

type Props = {
  label: string
  lines: ShownLine[]
  choice: ReturnType<typeof useItemChoice>
  /** Accepted or refused, or about to be, by item; shown beside those that are open. */
  decided?: Map<string, string>
}

/** The items of an order one by one, where the marketplace decides by item. */
export const ItemChecks = ({ label, lines, choice, decided = new Map<string, string>() }: Props) => {
  const { t } = useTranslation("marketplaces")
  const id = useId()
  const places = placesOf(lines)
  const items = places.filter(({ item }) => choice.open.includes(item))
  const others = places.filter(({ item }) => !choice.open.includes(item) && decided.has(item))
  return (
    <fieldset className="flex min-w-0 flex-col gap-y-2">
      <legend className="txt-compact-small-plus mb-2">{label}</legend>
      {items.map(({ item, line, place, count }) => (
        <div key={item} className="flex items-start gap-x-2">
          <Checkbox
            id={`${id}-${item}`}
            checked={choice.chosen.includes(item)}
            onCheckedChange={() => choice.toggle(item)}
          />
          <Label size="small" htmlFor={`${id}-${item}`} className="min-w-0 break-words">
            {line.title}{" "}
            <span className="text-ui-fg-subtle">
              {[line.sku, count > 1 && t("items.place", { place, count })].filter(Boolean).join(" · ")}
            </span>
          </Label>
        </div>
      ))}
      {others.map(({ item, line, place, count }) => (
        <Text key={item} size="small" className="text-ui-fg-subtle flex flex-wrap items-center gap-2">
          <span className="min-w-0 break-words">
            {[line.title, line.sku, count > 1 && t("items.place", { place, count })]
              .filter(Boolean)
              .join(" · ")}
          </span>
          <Badge size="2xsmall">{decided.get(item)}</Badge>
        </Text>
      ))}
      {items.length > 1 && <Hint>{t("items.hint")}</Hint>}
    </fieldset>
  )
}
