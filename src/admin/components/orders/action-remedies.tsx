import { Button, Text, toast, usePrompt } from "@medusajs/ui"
import { useId, useState } from "react"
import { useTranslation } from "react-i18next"
import { Link } from "react-router-dom"
import { type Closing, useChangeAction, useDeclareShipment } from "../../hooks/api/actions"
import { useMarketplace } from "../../hooks/api/marketplaces"
import { useInterruption } from "../../hooks/use-interruption"
import type { MarketplaceAction } from "../../../api/admin/marketplaces/actions/types"
import type { MarketplaceOrder } from "../../../api/admin/marketplaces/orders/types"
import { ReasonPrompt } from "../reason-prompt"
import { actionRemedies } from "./action-choices"
import { causeLinks } from "./cause-remedies"
import { ParcelForm, type KnownParcel } from "./parcel-form"
import { parcelWay } from "./parcel-way"

type Props = {
  action: MarketplaceAction
  order: Pick<MarketplaceOrder, "id" | "connection_id" | "marketplace_id" | "is_test">
  facts?: KnownParcel
}

/** What a person can do about one thing that is to be sent to the marketplace. */
export const ActionRemedies = ({ action, order, facts }: Props) => {
  const { t } = useTranslation("marketplaces")
  const prompt = usePrompt()
  const change = useChangeAction(action.id)
  const declare = useDeclareShipment(order.id, action.fulfillment_id ?? "")
  const capabilities = useMarketplace(order.marketplace_id)?.capabilities
  const [closing, setClosing] = useState<{ how: Closing; version: string }>()
  const [isEditing, setEditing] = useState(false)
  const { kind: interruption } = useInterruption(order.connection_id)
  const remedies = order.is_test ? [] : actionRemedies(action, capabilities, interruption)
  const unavailable = remedies.includes("correct") ? action.unavailable.correct : null
  const reasonId = useId()
  const done = (what: "resend" | "look" | Closing) => () => {
    toast.success(t(`confirmed.${what}`))
    setClosing(undefined)
  }
  const sendNow = async () => {
    const isSure = await prompt({
      title: t("parcel.sendNowTitle"),
      description: t("parcel.sendNowText"),
      confirmText: t("parcel.sendNow"),
      cancelText: t("actions.cancel"),
    })
    if (isSure)
      declare.mutate({ send_now: true, ...seen }, { onSuccess: () => toast.success(t("parcel.sending")) })
  }
  const sendAsIs = async (number: string) => {
    const isSure = await prompt({
      title: t("parcel.sendAsIsTitle", { number }),
      description: t("parcel.sendAsIsText"),
      confirmText: t("parcel.sendAsIs"),
      cancelText: t("actions.cancel"),
    })
    if (isSure)
      declare.mutate({ send_as_is: number, ...seen }, { onSuccess: () => toast.success(t("parcel.sending")) })
  }
  const seen = action.parcel_version ? { version: action.parcel_version } : {}
  const { version } = action
  const [parcel] = parcelWay(action).parcels
  const unusual = action.problem?.params?.tracking_number
  if (!remedies.length) return null
  return (
    <>
      <div className="flex flex-wrap gap-2">
        {remedies.includes("correct") && (
          <Button
            size="small"
            variant="secondary"
            type="button"
            aria-expanded={isEditing}
            aria-describedby={unavailable ? reasonId : undefined}
            disabled={unavailable !== null}
            onClick={() => setEditing(!isEditing)}
          >
            {t("parcel.correct")}
          </Button>
        )}
        {remedies.includes("send_now") && (
          <Button
            size="small"
            variant="secondary"
            type="button"
            isLoading={declare.isPending}
            onClick={() => void sendNow()}
          >
            {t("parcel.sendNow")}
          </Button>
        )}
        {remedies.includes("send_as_is") && typeof unusual === "string" && (
          <Button
            size="small"
            variant="secondary"
            type="button"
            isLoading={declare.isPending}
            onClick={() => void sendAsIs(unusual)}
          >
            {t("parcel.sendAsIs")}
          </Button>
        )}
        {(remedies.includes("resend") || remedies.includes("look")) && (
          <Button
            size="small"
            variant="secondary"
            type="button"
            isLoading={change.isPending}
            onClick={() =>
              change.mutate(
                { change: "retry", version },
                { onSuccess: done(remedies.includes("look") ? "look" : "resend") }
              )
            }
          >
            {t(remedies.includes("look") ? "action.look" : "action.resend")}
          </Button>
        )}
        {(action.problem?.remedy === "edit_connection" || Boolean(action.problem?.params.setting_en)) && (
          <Button size="small" variant="secondary" asChild>
            <Link to={causeLinks(action.problem, order.connection_id).open_connection ?? ""}>
              {t("remedy.open_connection")}
            </Link>
          </Button>
        )}
        {remedies.includes("mark_done") && (
          <Button
            size="small"
            variant="transparent"
            type="button"
            onClick={() => setClosing({ how: "mark-done", version })}
          >
            {t("action.markDone")}
          </Button>
        )}
        {remedies.includes("skip") && (
          <Button
            size="small"
            variant="transparent"
            type="button"
            onClick={() => setClosing({ how: "skip", version })}
          >
            {t("action.skip")}
          </Button>
        )}
      </div>
      {unavailable && (
        <Text id={reasonId} size="small" className="text-ui-fg-subtle">
          {unavailable.message}
        </Text>
      )}
      {isEditing && action.fulfillment_id && (
        <ParcelForm
          order={order}
          fulfillmentId={action.fulfillment_id}
          version={action.parcel_version}
          facts={facts}
          current={
            parcel && {
              ...parcel,
              ...(action.params.given?.carrier && { carrier: action.params.given.carrier }),
            }
          }
          untracked={capabilities?.untracked_shipments ?? false}
          onDone={() => setEditing(false)}
        />
      )}
      {closing && (
        <ReasonPrompt
          title={t(closing.how === "skip" ? "action.skipTitle" : "action.markDoneTitle", { count: 1 })}
          description={t(closing.how === "skip" ? "action.skipText" : "action.markDoneText")}
          confirmText={t(closing.how === "skip" ? "action.skip" : "action.markDone")}
          isPending={change.isPending}
          onClose={() => setClosing(undefined)}
          onConfirm={(reason) =>
            change.mutate(
              { change: closing.how, version: closing.version, reason },
              { onSuccess: done(closing.how) }
            )
          }
        />
      )}
    </>
  )
}
