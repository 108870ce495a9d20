import { Button, toast } from "@medusajs/ui"
import { type FormEvent, useState } from "react"
import { useTranslation } from "react-i18next"
import { useTellShipment } from "../../hooks/api/actions"
import type { MarketplaceOrder } from "../../lib/types"
import { CarrierField } from "../carriers/carrier-field"
import { TextField } from "../text-field"

type Props = {
  order: MarketplaceOrder
  fulfillmentId: string
  onDone: () => void
}

/** What the marketplace is told of one parcel, by hand. What stays empty is as the label and the rules have it. */
export const ParcelForm = ({ order, fulfillmentId, onDone }: Props) => {
  const { t } = useTranslation("marketplaces")
  const tell = useTellShipment(order.id, fulfillmentId)
  const [carrier, setCarrier] = useState("")
  const [number, setNumber] = useState("")
  const [url, setUrl] = useState("")
  const given = {
    ...(carrier && { carrier }),
    ...(number.trim() && { tracking_number: number.trim() }),
    ...(url.trim() && { tracking_url: url.trim() }),
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!Object.keys(given).length) return
    tell.mutate(given, {
      onSuccess: () => {
        toast.success(t("parcel.told"))
        onDone()
      },
    })
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-y-4">
      <CarrierField
        label={t("carrier.carrier")}
        connectionId={order.connection_id}
        value={carrier}
        onChange={setCarrier}
      />
      <TextField optional label={t("tester.number")} value={number} onChange={setNumber} />
      <TextField optional type="url" label={t("carrier.template")} value={url} onChange={setUrl} />
      <div className="flex justify-end gap-2">
        <Button size="small" variant="secondary" type="button" onClick={onDone}>
          {t("actions.cancel")}
        </Button>
        <Button size="small" type="submit" disabled={!Object.keys(given).length} isLoading={tell.isPending}>
          {t("parcel.send")}
        </Button>
      </div>
    </form>
  )
}
