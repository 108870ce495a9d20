import { Check } from "@medusajs/icons"
import { Button, Text, toast } from "@medusajs/ui"
import { type FormEvent, useState } from "react"
import { useTranslation } from "react-i18next"
import { useListingSuggestions, useMapSku } from "../../hooks/api/listings"
import { useMarketplaceOrders } from "../../hooks/api/marketplace-orders"
import type { Listing } from "../../../api/admin/marketplaces/listings/types"
import type { ShownProblem } from "../../../api/admin/marketplaces/types"
import { VariantField } from "../variant-field"
import type { OrderFilters } from "./order-filters"

type Props = {
  problem: Pick<ShownProblem, "code" | "params">
  /** Whose orders wait for it, as far as that is known; those of the orders that are listed join them. */
  connectionIds: string[]
  /** Which of the listed ones join. */
  filters?: OrderFilters
  onReleased?: (ids: string[]) => void
}

/** Which article a SKU is, for every connection whose orders wait for it. */
export const MapSku = ({ problem, connectionIds, filters, onReleased }: Props) => {
  const { t } = useTranslation("marketplaces")
  const { sku, variant_id } = problem.params
  const external_sku = typeof sku === "string" ? sku : ""
  const offered = typeof variant_id === "string" ? variant_id : ""
  const [chosen, setVariant] = useState<string>()
  const [connection_id = ""] = connectionIds
  const suggestions =
    useListingSuggestions({ connection_id, external_sku: offered ? "" : external_sku }).data?.suggestions ??
    []
  // The same EAN is the same article, unless several have it: it still takes a click to map it.
  const [first, second] = suggestions
  const isSure = first?.by === "ean" && second?.by !== "ean"
  const variant = chosen ?? (offered || (isSure ? first.variant_id : ""))
  const orders = useMarketplaceOrders(
    { ...filters, problem: problem.code, limit: 200 },
    Boolean(external_sku)
  )
  const map = useMapSku()
  /** What another user has mapped it to since it was shown: the next save replaces it. */
  const [theirs, setTheirs] = useState<Record<string, Listing | undefined>>({})
  const taken = Object.values(theirs).find((listing) => listing && listing.variant_id !== variant)
  // Found by the problem, not by the line: a line without SKU is held under its EAN.
  const waiting = orders.data?.orders.filter((order) => order.problem?.params.sku === external_sku) ?? []
  const connections = [...new Set([...connectionIds, ...waiting.map(({ connection_id }) => connection_id)])]
  const canMap = variant !== "" && connections.length > 0 && !map.isPending
  const save = async () => {
    let released = 0
    for (const connection_id of connections) {
      const replaces = theirs[connection_id]?.variant_id ?? null
      const answer = await map.mutateAsync({ connection_id, external_sku, variant_id: variant, replaces })
      if ("code" in answer) {
        setTheirs({ ...theirs, [connection_id]: answer.listing })
        return
      }
      released += answer.released
    }
    toast.success(t("fix.mapped", { count: released }))
    onReleased?.(waiting.map(({ id }) => id))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // The change itself shows a refusal.
    if (canMap) void save().catch(() => undefined)
  }
  if (!external_sku) return null
  return (
    <form onSubmit={submit} className="flex flex-col gap-2 md:flex-row md:items-end">
      <div className="flex min-w-0 flex-1 flex-col gap-y-2">
        <VariantField
          label={t("fix.variantOf", { sku: external_sku })}
          value={variant}
          onChange={setVariant}
        />
        {suggestions.map(({ variant_id: id, by, ...names }) => (
          <Button
            key={id}
            size="small"
            type="button"
            variant="transparent"
            aria-pressed={id === variant}
            className="h-auto justify-start whitespace-normal text-left"
            onClick={() => setVariant(id)}
          >
            {id === variant && <Check />}
            {[names.product_title, names.title, names.sku].filter(Boolean).join(" · ")}
            <span className="text-ui-fg-subtle">{t(`fix.suggestedBy.${by}`)}</span>
          </Button>
        ))}
      </div>
      {taken && (
        <Text role="alert" size="small" className="text-ui-fg-error">
          {t("meanwhile.mapped", {
            variant: taken.variant?.sku ?? taken.variant?.product_title ?? taken.variant_id,
          })}
        </Text>
      )}
      <Button size="base" variant="secondary" type="submit" disabled={!canMap} isLoading={map.isPending}>
        {t("fix.map")}
      </Button>
    </form>
  )
}
