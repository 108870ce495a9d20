import { Text } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import type { Run } from "../../api/admin/marketplaces/runs/types"

/** Why a run did not get through, in the operator's words; below it what the marketplace or the server said. */
export const RunError = ({ error }: { error: NonNullable<Run["error"]> }) => {
  const { t } = useTranslation("marketplaces")
  const words = t(`run.errors.${error.code}`, { defaultValue: error.message })
  // What the plugin itself said is said by now.
  const detail = error.code === "not_active" || error.message === words ? null : error.message
  return (
    <>
      {words}
      {detail && (
        <Text as="span" size="small" className="text-ui-fg-subtle block break-words" title={detail}>
          {detail}
        </Text>
      )}
    </>
  )
}
