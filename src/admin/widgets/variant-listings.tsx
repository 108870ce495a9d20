import { defineWidgetConfig } from "@medusajs/admin-sdk"
import { Trash } from "@medusajs/icons"
import type { AdminProductVariant, DetailWidgetProps } from "@medusajs/framework/types"
import { Button, Container, IconButton, Text, toast } from "@medusajs/ui"
import { type FormEvent, useState } from "react"
import { useTranslation } from "react-i18next"
import { useUnmap } from "../components/connection/use-unmap"
import { QueryState } from "../components/query-state"
import { SectionHeader } from "../components/section-header"
import { SelectField } from "../components/select-field"
import { TextField } from "../components/text-field"
import { useConnections } from "../hooks/api/connections"
import { useListings, useMapSku } from "../hooks/api/listings"
import type { Connection } from "../../api/admin/marketplaces/connections/types"
import type { Listing } from "../../api/admin/marketplaces/listings/types"

/** The marketplaces' SKUs that stand for this variant; nothing in a store without connections. */
const VariantListingsWidget = ({ data: variant }: DetailWidgetProps<AdminProductVariant>) => {
  const { t } = useTranslation("marketplaces")
  const connections = useConnections({ limit: 200 }).data?.connections ?? []
  const query = useListings({ variant_id: variant.id, limit: 200 }, connections.length > 0)
  const unmap = useUnmap()
  const [isAdding, setAdding] = useState(false)
  if (!connections.length) return null
  const listings = query.data?.listings ?? []
  return (
    <Container className="divide-y p-0">
      <SectionHeader title={t("widget.skus")} hint={t("widget.skusHint")}>
        <Button
          size="small"
          variant="secondary"
          type="button"
          aria-expanded={isAdding}
          onClick={() => setAdding(!isAdding)}
        >
          {t("widget.add")}
        </Button>
      </SectionHeader>
      {isAdding && (
        <AddListing
          variantId={variant.id}
          // Mostly the marketplaces know the article by the store's own SKU.
          sku={variant.sku ?? ""}
          connections={connections}
          onDone={() => setAdding(false)}
        />
      )}
      <QueryState query={query}>
        {listings.length ? (
          <ul className="divide-y">
            {listings.map(({ id, connection_id, external_sku, variant_id }) => (
              <li key={id} className="flex items-center justify-between gap-2 px-6 py-3">
                <div className="min-w-0">
                  <Text size="small" leading="compact" weight="plus" className="break-all">
                    {external_sku}
                  </Text>
                  <Text size="small" className="text-ui-fg-subtle">
                    {connections.find((connection) => connection.id === connection_id)?.name ?? connection_id}
                  </Text>
                </div>
                <IconButton
                  size="small"
                  variant="transparent"
                  aria-label={t("widget.unmapTitle", { sku: external_sku })}
                  onClick={() => void unmap({ id, external_sku, variant_id })}
                >
                  <Trash />
                </IconButton>
              </li>
            ))}
          </ul>
        ) : (
          <Text size="small" className="text-ui-fg-subtle px-6 py-4">
            {t("widget.noSkus")}
          </Text>
        )}
      </QueryState>
    </Container>
  )
}

type AddProps = { variantId: string; sku: string; connections: Connection[]; onDone: () => void }

const AddListing = ({ variantId, sku, connections, onDone }: AddProps) => {
  const { t } = useTranslation("marketplaces")
  const map = useMapSku()
  const [connectionId, setConnectionId] = useState(connections.length === 1 ? connections[0].id : "")
  const [externalSku, setExternalSku] = useState(sku)
  /** The SKU stands for another variant already: the next save replaces it. */
  const [theirs, setTheirs] = useState<Listing>()
  const isThis = theirs?.connection_id === connectionId && theirs.external_sku === externalSku.trim()
  const taken = isThis ? theirs : undefined
  const canSave = connectionId !== "" && externalSku.trim() !== "" && !map.isPending
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!canSave) return
    map.mutate(
      {
        connection_id: connectionId,
        external_sku: externalSku.trim(),
        variant_id: variantId,
        replaces: taken?.variant_id ?? null,
      },
      {
        onSuccess: (answer) => {
          if ("code" in answer) {
            setTheirs(answer.listing)
            return
          }
          toast.success(t("fix.mapped", { count: answer.released }))
          onDone()
        },
      }
    )
  }
  return (
    <form onSubmit={submit} aria-label={t("widget.addSku")} className="flex flex-col gap-y-4 px-6 py-4">
      <SelectField
        label={t("filter.connection")}
        placeholder={t("field.choose")}
        value={connectionId}
        options={connections.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={setConnectionId}
      />
      <TextField
        label={t("widget.externalSku")}
        value={externalSku}
        maxLength={200}
        autoComplete="off"
        onChange={setExternalSku}
      />
      {taken && (
        <Text role="alert" size="small" className="text-ui-fg-error">
          {t("meanwhile.mapped", {
            variant: taken.variant?.sku ?? taken.variant?.product_title ?? taken.variant_id,
          })}
        </Text>
      )}
      <div className="flex justify-end gap-2">
        <Button size="small" variant="secondary" type="button" onClick={onDone}>
          {t("actions.cancel")}
        </Button>
        <Button size="small" type="submit" disabled={!canSave} isLoading={map.isPending}>
          {t("actions.save")}
        </Button>
      </div>
    </form>
  )
}

export const config = defineWidgetConfig({
  zone: "product_variant.details.side",
  id: "marketplace-connect-variant",
})

export default VariantListingsWidget
