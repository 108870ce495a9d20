import { Button, FocusModal, Heading, Text, toast } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import type { ConnectionOffers } from "../../../api/admin/marketplaces/connections/[id]/offers/types"
import type { Aspect } from "../../../offers/result"
import { useSwitchOffers } from "../../hooks/api/offers"
import { TextField } from "../text-field"
import { OffersPreview } from "./offers-preview"

type Props = { aspect: Aspect; offers: ConnectionOffers; onClose: () => void }

/** What switching it on would do, and the second step that does it. */
export const OffersOnModal = ({ aspect, offers: { connection_id, version }, onClose }: Props) => {
  const { t } = useTranslation("marketplaces")
  const activate = useSwitchOffers(connection_id)
  const [isReady, setReady] = useState(false)
  const [tool, setTool] = useState("")
  const confirm = () =>
    activate.mutate(
      { [aspect]: true, confirmed: true, previous_tool: tool.trim() || undefined, version },
      {
        onSuccess: (answer) => {
          if ("code" in answer) toast.error(answer.message)
          else {
            toast.success(t("offers.switchedOn"))
            onClose()
          }
        },
      }
    )
  return (
    <FocusModal open onOpenChange={(open) => !open && onClose()}>
      <FocusModal.Content aria-describedby={undefined}>
        <FocusModal.Header />
        <FocusModal.Body className="flex flex-col items-center overflow-y-auto px-4 py-10 md:py-16">
          <div className="flex w-full max-w-[720px] flex-col gap-y-8">
            <div>
              <FocusModal.Title asChild>
                <Heading>{t(`offers.onTitle.${aspect}`)}</Heading>
              </FocusModal.Title>
              <Text size="small" className="text-ui-fg-subtle">
                {t("offers.onHint")}
              </Text>
            </div>
            <OffersPreview connectionId={connection_id} aspect={aspect} onReady={setReady} />
            {aspect === "stock" && (
              <TextField
                label={t("offers.previousTool")}
                hint={t("offers.previousToolHint")}
                optional
                maxLength={200}
                value={tool}
                onChange={setTool}
              />
            )}
          </div>
        </FocusModal.Body>
        <FocusModal.Footer>
          <Button size="small" variant="secondary" onClick={onClose}>
            {t("actions.cancel")}
          </Button>
          <Button size="small" onClick={confirm} disabled={!isReady} isLoading={activate.isPending}>
            {t("offers.switchOn")}
          </Button>
        </FocusModal.Footer>
      </FocusModal.Content>
    </FocusModal>
  )
}
