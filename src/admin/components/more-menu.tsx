import { ActionMenu } from "@medusajs/dashboard/components"
import { EllipsisHorizontal } from "@medusajs/icons"
import { IconButton } from "@medusajs/ui"
import type { ComponentProps } from "react"
import { useTranslation } from "react-i18next"

/** Medusa's action menu, whose dots have a name for those who do not see them. */
export const MoreMenu = ({ groups }: Pick<ComponentProps<typeof ActionMenu>, "groups">) => {
  const { t } = useTranslation("marketplaces")
  return (
    <ActionMenu groups={groups}>
      <IconButton size="small" variant="transparent" aria-label={t("actions.more")}>
        <EllipsisHorizontal />
      </IconButton>
    </ActionMenu>
  )
}
