import { Button, Text, toast } from "@medusajs/ui"
import { type FormEvent, useState } from "react"
import { useTranslation } from "react-i18next"
import type { Listing } from "../../../api/admin/marketplaces/listings/types"
import type { Offer } from "../../../api/admin/marketplaces/offers/types"
import { useMapSku } from "../../hooks/api/listings"
import { VariantField } from "../variant-field"

type Props = { offer: Pick<Offer, "connection_id" | "external_sku" | "variant_id">; onDone: () => void }

/** Says which variant the marketplace's SKU stands for, for offers and orders alike. */
export const MapOffer = ({ offer: { connection_id, external_sku, variant_id }, onDone }: Props) => {
  const { t } = useTranslation("marketplaces")
  const map = useMapSku()
  const [variant, setVariant] = useState(variant_id ?? "")
  /** The SKU stands for another variant already: the next save replaces it. */
  const [theirs, setTheirs] = useState<Listing>()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!variant || map.isPending) return
    map.mutate(
      { connection_id, external_sku, variant_id: variant, replaces: theirs?.variant_id ?? null },
      {
        onSuccess: (answer) => {
          if ("code" in answer) {
            setTheirs(answer.listing)
            return
          }
          toast.success(t("offers.mapped"))
          onDone()
        },
      }
    )
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-2 px-6 py-4 md:flex-row md:items-end">
      <div className="min-w-0 flex-1">
        <VariantField
          label={t("fix.variantOf", { sku: external_sku })}
          value={variant}
          onChange={setVariant}
        />
      </div>
      {theirs && theirs.variant_id !== variant && (
        <Text role="alert" size="small" className="text-ui-fg-error">
          {t("meanwhile.mapped", {
            variant: theirs.variant?.sku ?? theirs.variant?.product_title ?? theirs.variant_id,
          })}
        </Text>
      )}
      <Button variant="secondary" type="submit" disabled={!variant} isLoading={map.isPending}>
        {t("fix.map")}
      </Button>
    </form>
  )
}
