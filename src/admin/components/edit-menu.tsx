import { PencilSquare } from "@medusajs/icons"
import { useTranslation } from "react-i18next"
import { MoreMenu } from "./more-menu"

/** The menu of a card that can be edited, and nothing else. */
export const EditMenu = ({ to }: { to: string }) => {
  const { t } = useTranslation("marketplaces")
  return <MoreMenu groups={[{ actions: [{ icon: <PencilSquare />, label: t("actions.edit"), to }] }]} />
}
