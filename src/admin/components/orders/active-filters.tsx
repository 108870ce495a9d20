import { XMarkMini } from "@medusajs/icons"
import { Button } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { useSearchParams } from "react-router-dom"
import { useFormat } from "../../hooks/use-format"
import { FILTERS } from "./order-filters"
import { useFilterChoices, useOrderFilters } from "./use-order-filters"

/** What the orders are narrowed to where no table says it, taken back one by one or all together. */
export const ActiveFilters = () => {
  const { t } = useTranslation("marketplaces")
  const filters = useOrderFilters()
  const [, setParams] = useSearchParams()
  const { moment } = useFormat()
  const active: { id: string; text: string }[] = useFilterChoices().flatMap(({ id, label, options }) => {
    const values = [filters[id] ?? []].flat()
    const named = values.map((value) => options.find((option) => option.value === value)?.label ?? value)
    return values.length ? [{ id, text: t("filter.active", { label, values: named.join(", ") }) }] : []
  })
  const { purchased_from, purchased_to } = filters
  if (purchased_from || purchased_to) {
    const period = [purchased_from, purchased_to].map((time) => (time ? moment(time) : "…")).join(" – ")
    active.push({
      id: "purchased_at",
      text: t("filter.active", { label: t("order.purchased"), values: period }),
    })
  }
  const clear = (names: readonly string[]) =>
    setParams((before) => {
      const after = new URLSearchParams(before)
      for (const name of names) after.delete(name)
      return after
    })
  if (!active.length) return null
  return (
    <div
      role="group"
      aria-label={t("filter.title")}
      className="flex flex-wrap items-center gap-2 border-b px-6 py-3"
    >
      {active.map(({ id, text }) => (
        <Button key={id} size="small" variant="secondary" type="button" onClick={() => clear([id])}>
          {text}
          <XMarkMini aria-hidden />
          <span className="sr-only">{t("filter.remove")}</span>
        </Button>
      ))}
      {active.length > 1 && (
        <Button size="small" variant="transparent" type="button" onClick={() => clear(FILTERS)}>
          {t("filter.clear")}
        </Button>
      )}
    </div>
  )
}
