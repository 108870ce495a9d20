import { Button, Text, toast } from "@medusajs/ui"
import { type FormEvent, useState } from "react"
import { useTranslation } from "react-i18next"
import { useCorrectAddress, useMarketplaceOrder } from "../../hooks/api/marketplace-orders"
import type { CorrectedAddress } from "../../../orders/corrections"
import { FieldErrors } from "../field-errors"
import { Tip } from "../tip"
import { ReasonField } from "../reason-field"
import { TextField } from "../text-field"
import { changedFields } from "./address-fields"

const FIELDS = [
  "first_name",
  "last_name",
  "company",
  "address_1",
  "address_2",
  "postal_code",
  "city",
  "province",
  "country_code",
  "phone",
] as const satisfies (keyof CorrectedAddress)[]

type Props = {
  orderId: string
  /** What is known of it; left out while the buyer's data is masked. */
  known?: CorrectedAddress | null
  onDone: () => void
  onCorrected?: () => void
}

/** Corrects the delivery address. What stays empty or unchanged stays as the marketplace sent it. */
export const AddressForm = ({ orderId, known, onDone, onCorrected }: Props) => {
  const { t } = useTranslation("marketplaces")
  const correct = useCorrectAddress(orderId)
  const [address, setAddress] = useState<Partial<CorrectedAddress>>(known ?? {})
  const [reason, setReason] = useState("")
  const shown = useMarketplaceOrder(orderId).data?.order.addresses?.version
  /** The correction that was shown when the form was opened. */
  const [opened, setOpened] = useState(shown)
  if (opened === undefined && shown !== undefined) setOpened(shown)
  const [theirs, setTheirs] = useState<string>()
  const changed = changedFields(address, known)
  const canSave = Object.keys(changed).length > 0 && opened !== undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!canSave || correct.isPending) return
    correct.mutate(
      { address: changed, version: theirs ?? opened ?? "", ...(reason.trim() && { reason: reason.trim() }) },
      {
        onSuccess: (answer) => {
          if ("code" in answer) {
            setTheirs(answer.version)
            onCorrected?.()
            return
          }
          toast.success(t("address.corrected"))
          onCorrected?.()
          onDone()
        },
      }
    )
  }
  return (
    <form onSubmit={submit} aria-label={t("address.correct")} className="flex flex-col gap-y-4">
      {theirs && (
        <div role="alert">
          <Tip variant="warning" label={t("meanwhile.title")}>
            {t("meanwhile.address")}
          </Tip>
        </div>
      )}
      {!known && (
        <Text size="small" className="text-ui-fg-subtle">
          {t("address.onlyChanged")}
        </Text>
      )}
      <FieldErrors error={correct.error}>
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
          {FIELDS.map((field) => (
            <TextField
              key={field}
              name={`address.${field}`}
              label={t(`address.${field}`)}
              value={address[field] ?? ""}
              autoComplete="off"
              maxLength={field === "country_code" ? 2 : 200}
              onChange={(value) => setAddress({ ...address, [field]: value })}
            />
          ))}
        </div>
      </FieldErrors>
      <ReasonField optional value={reason} onChange={setReason} />
      <div className="flex justify-end gap-2">
        <Button size="small" variant="secondary" type="button" onClick={onDone}>
          {t("actions.cancel")}
        </Button>
        <Button size="small" type="submit" disabled={!canSave} isLoading={correct.isPending}>
          {t("address.save")}
        </Button>
      </div>
    </form>
  )
}
