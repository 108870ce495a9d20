import { usePrompt } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { useDeleteListing } from "../../hooks/api/listings"
import type { Listing } from "../../../api/admin/marketplaces/listings/types"

/** Deletes a mapping after a confirmation. */
export function useUnmap() {
  const { t } = useTranslation("marketplaces")
  const prompt = usePrompt()
  const remove = useDeleteListing()
  return async ({ id, external_sku, variant_id }: Pick<Listing, "id" | "external_sku" | "variant_id">) => {
    const isSure = await prompt({
      title: t("widget.unmapTitle", { sku: external_sku }),
      description: t("widget.unmapText"),
      confirmText: t("actions.delete"),
      cancelText: t("actions.cancel"),
    })
    if (isSure) remove.mutate({ id, variant_id })
  }
}
