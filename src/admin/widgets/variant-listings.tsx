import { defineWidgetConfig } from "@medusajs/admin-sdk"
import { Trash } from "@medusajs/icons"
import type { AdminProductVariant, DetailWidgetProps } from "@medusajs/framework/types"
import { Container, IconButton, Text, usePrompt } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { SectionHeader } from "../components/section-header"
import { useConnections } from "../hooks/api/connections"
import { useDeleteListing, useListings } from "../hooks/api/listings"

/** The marketplaces' SKUs that were mapped to this variant; nothing where there is none. */
const VariantListingsWidget = ({ data: variant }: DetailWidgetProps<AdminProductVariant>) => {
  const { t } = useTranslation("marketplaces")
  const prompt = usePrompt()
  const connections = useConnections({ limit: 200 }).data?.connections
  const listings = useListings({ variant_id: variant.id, limit: 200 }).data?.listings ?? []
  const remove = useDeleteListing()
  if (!listings.length) return null
  const ask = async (id: string, sku: string) => {
    const sure = await prompt({
      title: t("widget.unmapTitle", { sku }),
      description: t("widget.unmapText"),
      confirmText: t("actions.delete"),
      cancelText: t("actions.cancel"),
    })
    if (sure) remove.mutate(id)
  }
  return (
    <Container className="divide-y p-0">
      <SectionHeader title={t("widget.skus")} />
      {listings.map(({ id, connection_id, external_sku }) => (
        <div key={id} className="flex items-center justify-between gap-2 px-6 py-3">
          <div className="min-w-0">
            <Text size="small" leading="compact" weight="plus" className="break-all">
              {external_sku}
            </Text>
            <Text size="small" className="text-ui-fg-subtle">
              {connections?.find((connection) => connection.id === connection_id)?.name ?? connection_id}
            </Text>
          </div>
          <IconButton
            size="small"
            variant="transparent"
            aria-label={t("widget.unmapTitle", { sku: external_sku })}
            onClick={() => void ask(id, external_sku)}
          >
            <Trash />
          </IconButton>
        </div>
      ))}
    </Container>
  )
}

export const config = defineWidgetConfig({
  zone: "product_variant.details.side",
  id: "marketplace-connect-variant",
})

export default VariantListingsWidget
