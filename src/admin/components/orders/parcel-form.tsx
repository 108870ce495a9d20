import { Button, Checkbox, Label, Text, toast } from "@medusajs/ui"
import { type FormEvent, useId, useState } from "react"
import { useTranslation } from "react-i18next"
import { ProblemTip } from "../problem-tip"
import { useDeclareShipment } from "../../hooks/api/actions"
import { useCarriers, useParcelPreview, useSaveCarrierRule } from "../../hooks/api/carriers"
import { useDebounced } from "../../hooks/use-debounced"
import type { ResolveInput } from "../../../api/admin/marketplaces/carriers/types"
import type { MarketplaceOrder } from "../../../api/admin/marketplaces/orders/types"
import { patternLike } from "../../../carriers/pattern-like"
import { CarrierField } from "../carriers/carrier-field"
import { TextField } from "../text-field"

/** What is known of the parcel beside its number: the rules may look at it. */
export type KnownParcel = Pick<
  ResolveInput,
  "shipping_option_id" | "provider_id" | "country_code" | "postal_code"
> & { tracking_number?: string | null }

type Props = {
  order: Pick<MarketplaceOrder, "id" | "connection_id">
  fulfillmentId: string
  /** Of the parcel. */
  version: string | null
  facts?: KnownParcel
  /** The parcel as the marketplace has it, or is about to: what is corrected. */
  current?: { carrier?: string; tracking_number: string | null; tracking_url: string | null }
  /** Whether the marketplace may take a parcel without a number. */
  untracked?: boolean
  onDone: () => void
}

/** Declares one parcel to the marketplace by hand. Empty fields follow the label and the rules. */
export const ParcelForm = ({
  order,
  fulfillmentId,
  version,
  facts,
  current,
  untracked = false,
  onDone,
}: Props) => {
  const { t } = useTranslation("marketplaces")
  const untrackedId = useId()
  const ruleId = useId()
  const saveRule = useSaveCarrierRule(order.connection_id)
  const declare = useDeclareShipment(order.id, fulfillmentId)
  // What was shown when it was opened: what comes meanwhile is not overwritten.
  const [opened] = useState(version)
  const [before] = useState({
    carrier: current?.carrier ?? "",
    number: current?.tracking_number ?? facts?.tracking_number ?? "",
    // One that was built goes with its number.
    url: "",
  })
  const [carrier, setCarrier] = useState(before.carrier)
  const [number, setNumber] = useState(before.number)
  const [url, setUrl] = useState(before.url)
  const [isUntracked, setUntracked] = useState(false)
  const [keepsRule, setKeepsRule] = useState(false)
  const typed = number.trim()
  const canSend = isUntracked || carrier !== before.carrier || typed !== before.number || url.trim() !== ""
  const given = isUntracked
    ? { is_untracked: true }
    : {
        ...(carrier && { carrier }),
        // What the label said already follows the label.
        ...(typed &&
          (typed !== facts?.tracking_number || typed !== before.number) && { tracking_number: typed }),
        ...(url.trim() && { tracking_url: url.trim() }),
      }
  // Where the carrier is the one that it was, a rule would change nothing.
  const likeThis = carrier && carrier !== before.carrier ? patternLike(typed) : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!canSend || declare.isPending) return
    declare.mutate(
      { ...given, ...(opened && { version: opened }) },
      {
        onSuccess: () => {
          toast.success(t("parcel.sending"))
          if (keepsRule && likeThis && !isUntracked) {
            saveRule.mutate(
              { match: { tracking_pattern: likeThis.pattern }, carrier },
              { onSuccess: () => toast.success(t("parcel.ruleKept")) }
            )
          }
          onDone()
        },
      }
    )
  }
  return (
    <form
      onSubmit={submit}
      aria-label={t("parcel.correct")}
      className="bg-ui-bg-subtle flex flex-col gap-y-4 rounded-lg p-4"
    >
      {!isUntracked && (
        <>
          <CarrierField
            label={t("carrier.carrier")}
            connectionId={order.connection_id}
            value={carrier}
            onChange={setCarrier}
          />
          <TextField
            optional
            label={t("tester.number")}
            value={number}
            maxLength={100}
            autoComplete="off"
            onChange={setNumber}
          />
          <TextField
            optional
            type="url"
            label={t("parcel.link")}
            hint={t("parcel.linkHint")}
            value={url}
            autoComplete="off"
            onChange={setUrl}
          />
          {likeThis && (
            <div className="flex items-center gap-x-2">
              <Checkbox
                id={ruleId}
                checked={keepsRule}
                onCheckedChange={(checked) => setKeepsRule(checked === true)}
              />
              <Label size="small" htmlFor={ruleId}>
                {t("parcel.keepRule", { start: likeThis.start, count: likeThis.length })}
              </Label>
            </div>
          )}
          <Preview
            connectionId={order.connection_id}
            parcel={{
              ...facts,
              tracking_number: typed || (facts?.tracking_number ?? ""),
              ...(carrier && { carrier }),
              ...(url.trim() && { tracking_url: url.trim() }),
            }}
          />
        </>
      )}
      {untracked && (
        <div className="flex items-center gap-x-2">
          <Checkbox
            id={untrackedId}
            checked={isUntracked}
            onCheckedChange={(checked) => setUntracked(checked === true)}
          />
          <Label size="small" htmlFor={untrackedId}>
            {t("parcel.untracked")}
          </Label>
        </div>
      )}
      <div className="flex justify-end gap-2">
        <Button size="small" variant="secondary" type="button" onClick={onDone}>
          {t("actions.cancel")}
        </Button>
        <Button size="small" type="submit" disabled={!canSend} isLoading={declare.isPending}>
          {t("parcel.send")}
        </Button>
      </div>
    </form>
  )
}

/** What the marketplace would receive, while typing. */
const Preview = ({ connectionId, parcel }: { connectionId: string; parcel: ResolveInput }) => {
  const { t } = useTranslation("marketplaces")
  const carriers = useCarriers().data?.carriers
  const debounced = useDebounced(JSON.stringify(parcel))
  const asked = JSON.parse(debounced) as ResolveInput
  const { data } = useParcelPreview(connectionId, asked.tracking_number ? asked : null)
  if (!asked.tracking_number || !data) return null
  const { carrier, marketplace_carrier_name, tracking_number, tracking_url, problem, warnings = [] } = data
  const name =
    marketplace_carrier_name ?? carriers?.find(({ key }) => key === carrier)?.name ?? carrier ?? "–"
  return (
    <div role="status" className="flex flex-col gap-y-1">
      {problem ? (
        <ProblemTip problem={problem} />
      ) : (
        <>
          <Text size="small" leading="compact" weight="plus">
            {t("parcel.preview")}
          </Text>
          <Text size="small" className="break-words">
            {[name, tracking_number].filter(Boolean).join(" · ")}
          </Text>
          {tracking_url && (
            <Text size="small" className="text-ui-fg-subtle break-all">
              {tracking_url}
            </Text>
          )}
          {warnings.map((warning) => (
            <ProblemTip key={warning.code} problem={warning} />
          ))}
        </>
      )}
    </div>
  )
}
