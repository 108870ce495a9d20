import { Button, Prompt, RadioGroup, Text, toast } from "@medusajs/ui"
import { useId, useState } from "react"
import { useTranslation } from "react-i18next"
import type { ConnectionOffers } from "../../../api/admin/marketplaces/connections/[id]/offers/types"
import type { Aspect } from "../../../offers/result"
import { useSwitchOffers } from "../../hooks/api/offers"

type Props = { aspect: Aspect; offers: ConnectionOffers; onClose: () => void }

const CHOICES = ["quantities", "zero"] as const

/** Switching off asks what becomes of the quantities that go on selling. */
export const OffersOffModal = ({ aspect, offers, onClose }: Props) => {
  const { t } = useTranslation("marketplaces")
  const id = useId()
  const { connection_id, version, counts } = offers
  const change = useSwitchOffers(connection_id)
  const [leave, setLeave] = useState<(typeof CHOICES)[number]>()
  const isStock = aspect === "stock"
  const confirm = () =>
    change.mutate(
      { [aspect]: false, leave, version },
      {
        onSuccess: (answer) => {
          if ("code" in answer) toast.error(answer.message)
          else toast.success(t(leave === "zero" ? "offers.stopping" : "offers.switchedOff"))
          onClose()
        },
      }
    )
  return (
    <Prompt open onOpenChange={(open) => !open && onClose()}>
      <Prompt.Content>
        <Prompt.Header>
          <Prompt.Title>{t(`offers.offTitle.${aspect}`)}</Prompt.Title>
          <Prompt.Description>
            {isStock ? t("offers.goOnSelling", { count: counts.live }) : t("offers.offHint")}
          </Prompt.Description>
        </Prompt.Header>
        {isStock && (
          <div className="px-6 pt-4">
            <RadioGroup
              aria-label={t("offers.offTitle.stock")}
              value={leave}
              onValueChange={(value) => setLeave(CHOICES.find((choice) => choice === value))}
            >
              {CHOICES.map((choice) => (
                <label key={choice} htmlFor={`${id}${choice}`} className="flex items-start gap-x-3 py-1">
                  <RadioGroup.Item id={`${id}${choice}`} value={choice} />
                  <span>
                    <Text size="small" leading="compact" weight="plus">
                      {t(`offers.leave.${choice}`)}
                    </Text>
                    <Text size="small" className="text-ui-fg-subtle">
                      {t(`offers.leaveHint.${choice}`)}
                    </Text>
                  </span>
                </label>
              ))}
            </RadioGroup>
          </div>
        )}
        <Prompt.Footer>
          <Button size="small" variant="secondary" onClick={onClose}>
            {t("actions.cancel")}
          </Button>
          <Button
            size="small"
            variant="danger"
            disabled={isStock && !leave}
            isLoading={change.isPending}
            onClick={confirm}
          >
            {t(leave === "zero" ? "offers.stop.stop" : "offers.switchOff")}
          </Button>
        </Prompt.Footer>
      </Prompt.Content>
    </Prompt>
  )
}
