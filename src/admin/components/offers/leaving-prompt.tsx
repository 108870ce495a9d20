import { Button, Prompt, RadioGroup, Text } from "@medusajs/ui"
import { useId, useState } from "react"
import { useTranslation } from "react-i18next"
import type { Leave } from "../../../api/admin/marketplaces/connections/[id]/offers/types"

const CHOICES: readonly Leave[] = ["quantities", "zero"]

type Props = {
  title: string
  /** What happens, and what it leaves. */
  text: string
  /** Offers that go on selling; without, nothing has to be chosen. */
  live: number
  confirmText: string
  isPending: boolean
  onConfirm: (leave?: Leave) => void
  onClose: () => void
}

/** Where nothing is sent any more, a person says what becomes of the quantities that go on selling. */
export const LeavingPrompt = ({ title, text, live, confirmText, isPending, onConfirm, onClose }: Props) => {
  const { t } = useTranslation("marketplaces")
  const id = useId()
  const [leave, setLeave] = useState<Leave>()
  return (
    <Prompt open onOpenChange={(open) => !open && onClose()}>
      <Prompt.Content>
        <Prompt.Header>
          <Prompt.Title>{title}</Prompt.Title>
          <Prompt.Description>
            {[text, live > 0 && t("offers.goOnSelling", { count: live })].filter(Boolean).join(" ")}
          </Prompt.Description>
        </Prompt.Header>
        {live > 0 && (
          <div className="px-6 pt-4">
            <RadioGroup
              aria-label={title}
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
            disabled={live > 0 && !leave}
            isLoading={isPending}
            onClick={() => onConfirm(leave)}
          >
            {leave === "zero" ? t("offers.stop.stop") : confirmText}
          </Button>
        </Prompt.Footer>
      </Prompt.Content>
    </Prompt>
  )
}
