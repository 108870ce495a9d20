import { Badge, Button, Text } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { useFormat } from "../../hooks/use-format"
import type { OrderAddresses, OrderDetails } from "../../../api/admin/marketplaces/orders/types"
import type { CorrectedAddress } from "../../../orders/corrections"
import { AddressForm } from "./address-form"

/** What stands in place of what is not shown. */
const MASK = "•••"

type Props = {
  order: OrderDetails
  /** As they are shown now: masked until the operator asks. */
  addresses: OrderAddresses
  onShow: () => void
  isShowing: boolean
  /** What was shown is out of date then. */
  onCorrected: () => void
}

/** Where the parcel goes and who pays; the buyer's data only on request, which is written down. */
export const OrderAddress = ({ order, addresses, onShow, isShowing, onCorrected }: Props) => {
  const { t } = useTranslation("marketplaces")
  const [isEditing, setEditing] = useState(false)
  const { shipping, billing, pickup_point, given, others, in_store, is_masked, is_corrected } = addresses
  // In the store it is the order's own address that counts.
  const mayCorrect =
    !order.purged_at && !order.imported_at && ["to_accept", "waiting", "ready"].includes(order.state)
  return (
    <div className="flex flex-col gap-y-4">
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
        <Address title={t("address.shipping")} address={shipping} isMasked={is_masked}>
          {is_corrected && (
            <Badge size="2xsmall" color="blue">
              {t("address.isCorrected")}
            </Badge>
          )}
        </Address>
        {given && <Address title={t("address.given")} address={given} isMasked={is_masked} />}
        {others.map(({ lines, address }) => (
          <Address
            key={lines.join()}
            title={t("address.other", { lines: lines.join(", ") })}
            address={address}
            isMasked={is_masked}
          />
        ))}
        {in_store && <Address title={t("address.inStore")} address={in_store} isMasked={is_masked} />}
        <Address title={t("address.billing")} address={billing} isMasked={is_masked} />
        {pickup_point && (
          <div className="flex flex-col gap-y-1">
            <Text size="small" leading="compact" weight="plus">
              {t("address.pickupPoint")}
            </Text>
            <Text size="small" className="break-words">
              {[pickup_point.name, pickup_point.id, pickup_point.network]
                .filter((part) => part && part !== MASK)
                .join(" · ") || t("address.hidden")}
            </Text>
          </div>
        )}
      </div>
      {is_masked && (
        <Text size="small" className="text-ui-fg-subtle">
          {t("order.masked")}
        </Text>
      )}
      <div className="flex flex-wrap gap-2">
        {is_masked && !order.purged_at && (
          <Button size="small" variant="secondary" type="button" isLoading={isShowing} onClick={onShow}>
            {t("order.showPersonal")}
          </Button>
        )}
        {mayCorrect && (
          <Button
            size="small"
            variant="secondary"
            type="button"
            aria-expanded={isEditing}
            onClick={() => setEditing(!isEditing)}
          >
            {t("address.correct")}
          </Button>
        )}
      </div>
      {isEditing && (
        <AddressForm
          // What is typed is kept while the buyer's data is masked; unmasked, the form starts from the known address.
          key={String(is_masked)}
          orderId={order.id}
          known={is_masked ? undefined : shipping}
          onDone={() => setEditing(false)}
          onCorrected={onCorrected}
        />
      )}
    </div>
  )
}

type AddressProps = {
  title: string
  address: CorrectedAddress | null
  isMasked: boolean
  children?: React.ReactNode
}

const Address = ({ title, address, isMasked, children }: AddressProps) => {
  const { t } = useTranslation("marketplaces")
  const { country } = useFormat()
  const lines = address
    ? [
        [address.first_name, address.last_name],
        [address.company],
        [address.address_1],
        [address.address_2],
        [address.postal_code, address.city],
        [address.province],
        [country(address.country_code)],
        [address.phone],
      ]
        .map((parts) => parts.filter((part) => part && part !== MASK).join(" "))
        .filter(Boolean)
    : []
  return (
    <div className="flex flex-col gap-y-1">
      <div className="flex flex-wrap items-center gap-2">
        <Text size="small" leading="compact" weight="plus">
          {title}
        </Text>
        {children}
      </div>
      {isMasked && address && (
        <Text size="small" className="text-ui-fg-subtle">
          {t("address.hidden")}
        </Text>
      )}
      {lines.length ? (
        <address className="txt-small not-italic">
          {lines.map((line) => (
            <span key={line} className="block break-words">
              {line}
            </span>
          ))}
        </address>
      ) : (
        !(isMasked && address) && (
          <Text size="small" className="text-ui-fg-subtle">
            {t("address.none")}
          </Text>
        )
      )}
    </div>
  )
}
