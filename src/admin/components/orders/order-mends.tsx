import { Button, Text, toast, usePrompt } from "@medusajs/ui"
import { useId, useState } from "react"
import { useTranslation } from "react-i18next"
import { Link } from "react-router-dom"
import { useMarketplace } from "../../hooks/api/marketplaces"
import {
  useAcknowledge,
  useCancelStoreOrder,
  useChangeOrder,
  useDecideCancellations,
} from "../../hooks/api/marketplace-orders"
import type { MarketplaceOrder, OrderDetails } from "../../lib/types"
import { ReasonPrompt } from "../reason-prompt"
import { AddressForm } from "./address-form"
import { CancelPrompt } from "./cancel-prompt"
import { ItemChecks, useItemChoice } from "./item-checks"
import { MapSku } from "./map-sku"
import { causeLinks } from "./cause-mends"
import { type Mend, mendsOf } from "./mends"

/** The next step rather than a way round it. */
const LEADING: Mend[] = ["accept", "accept_total", "correct_address", "retry"]

type Props = {
  /** With its details, items can be chosen where the marketplace decides by item. */
  order: MarketplaceOrder & Partial<Pick<OrderDetails, "open_items">>
  /** What every order with this problem is offered is offered once for all of them, above. */
  withoutCause?: boolean
  isDisabled?: boolean
  onReleased?: (ids: string[]) => void
}

/** What a person can do about an order where it stands. What cannot be undone asks first. */
export const OrderMends = ({ order, withoutCause = false, isDisabled = false, onReleased }: Props) => {
  const { t } = useTranslation("marketplaces")
  const prompt = usePrompt()
  const change = useChangeOrder(order.id)
  const acknowledge = useAcknowledge()
  const cancellations = useDecideCancellations()
  const cancelInStore = useCancelStoreOrder(order.order_id ?? "")
  const capabilities = useMarketplace(order.marketplace_id)?.capabilities
  const [open, setOpen] = useState<Mend>()
  const close = () => setOpen(undefined)
  const done = () => {
    toast.success(t("order.done"))
    close()
  }
  const released = () => {
    done()
    onReleased?.([order.id])
  }
  const mends = mendsOf(order, capabilities)
  const { problem } = order
  const choice = useItemChoice((capabilities?.decides === "item" && order.open_items?.decide) || [])
  const isByItem = mends.includes("accept") && choice.open.length > 1
  const count = choice.chosen.length
  const wording = (mend: Mend) =>
    isByItem && choice.isSome && (mend === "accept" || mend === "refuse")
      ? t(`items.${mend}`, { count, all: choice.open.length })
      : t(`mend.${mend}`)
  const sure = async (mend: "confirm_cancellation" | "cancel_in_store", run: () => void) => {
    const isSure = await prompt({
      title: t("order.confirmCancellationTitle"),
      description: t("order.confirmCancellationText"),
      confirmText: t(`mend.${mend}`),
      cancelText: t("actions.cancel"),
    })
    if (isSure) run()
  }
  const decideCancellation = (decision: "confirm" | "discard") =>
    cancellations.mutate({ ids: [order.id], decision }, { onSuccess: done })
  const run: Partial<Record<Mend, () => void>> = {
    accept: () => change.mutate({ change: "accept", ...choice.named }, { onSuccess: done }),
    retry: () => change.mutate({ change: "retry" }, { onSuccess: released }),
    take_back: () => change.mutate({ change: "retry" }, { onSuccess: released }),
    acknowledge: () => acknowledge.mutate({ ids: [order.id] }, { onSuccess: done }),
    confirm_cancellation: () => void sure("confirm_cancellation", () => decideCancellation("confirm")),
    discard_cancellation: () => decideCancellation("discard"),
    cancel_in_store: () =>
      void sure("cancel_in_store", () => cancelInStore.mutate(undefined, { onSuccess: done })),
    refuse: () => setOpen("refuse"),
    ignore: () => setOpen("ignore"),
    accept_total: () => setOpen("accept_total"),
    correct_address: () => setOpen(open === "correct_address" ? undefined : "correct_address"),
    cancel_at_marketplace: () => setOpen("cancel_at_marketplace"),
  }
  const links = causeLinks(order.problem, order.connection_id, order.order_id)
  const isWorking =
    change.isPending || acknowledge.isPending || cancellations.isPending || cancelInStore.isPending
  const unavailable = mends.includes("cancel_at_marketplace") ? order.unavailable.cancel : null
  const reasonId = useId()
  // Among many orders that wait for something else, what cannot be done is not worth a sentence each.
  const isBeside = withoutCause && unavailable && problem?.code !== "cancelled_in_store"
  const shown = mends.filter(
    (mend) =>
      mend !== "map_sku" &&
      !(withoutCause && mend.startsWith("open_")) &&
      !(isBeside && mend === "cancel_at_marketplace")
  )
  return (
    <div className="flex min-w-0 flex-col gap-y-4">
      {mends.includes("map_sku") && problem && !withoutCause && (
        <MapSku problem={problem} connectionIds={[order.connection_id]} onReleased={onReleased} />
      )}
      {isByItem && <ItemChecks label={t("items.decide")} lines={order.lines} choice={choice} />}
      {shown.length > 0 && (
        <div className="flex flex-wrap gap-2">
          {shown.map((mend, index) => {
            const href = links[mend]
            const variant = index === 0 && LEADING.includes(mend) ? "primary" : "secondary"
            if (mend.startsWith("open_")) {
              return href ? (
                <Button key={mend} size="small" variant="secondary" asChild>
                  <Link to={href}>{t(`mend.${mend}`)}</Link>
                </Button>
              ) : null
            }
            const isUnavailable = mend === "cancel_at_marketplace" && unavailable !== null
            return (
              <Button
                key={mend}
                size="small"
                type="button"
                variant={variant}
                disabled={
                  isDisabled ||
                  isWorking ||
                  isUnavailable ||
                  (isByItem && !count && (mend === "accept" || mend === "refuse"))
                }
                aria-describedby={isUnavailable ? reasonId : undefined}
                aria-expanded={mend === "correct_address" ? open === mend : undefined}
                onClick={run[mend]}
              >
                {wording(mend)}
              </Button>
            )
          })}
        </div>
      )}
      {unavailable && !isBeside && (
        <Text id={reasonId} size="small" className="text-ui-fg-subtle">
          {unavailable.message}
        </Text>
      )}
      {open === "correct_address" && <AddressForm orderId={order.id} onDone={close} />}
      {(open === "refuse" || open === "ignore") && (
        <ReasonPrompt
          title={
            open === "refuse" && isByItem && choice.isSome
              ? t("items.refuseTitle", { count, all: choice.open.length })
              : t(`orders.${open}Title`, { count: 1 })
          }
          description={t(`orders.${open}Text`)}
          confirmText={wording(open)}
          isPending={change.isPending}
          onClose={close}
          onConfirm={(reason) =>
            change.mutate(
              { change: open, reason, ...(open === "refuse" && choice.named) },
              { onSuccess: done }
            )
          }
        />
      )}
      {open === "accept_total" && problem && (
        <ReasonPrompt
          variant="confirmation"
          title={t("orders.acceptTotalTitle")}
          description={`${problem.message}\n${t("orders.acceptTotalText")}`}
          confirmText={t("mend.accept_total")}
          isPending={change.isPending}
          onClose={close}
          onConfirm={(reason) =>
            change.mutate({ change: "retry", accept_total: true, reason }, { onSuccess: released })
          }
        />
      )}
      {open === "cancel_at_marketplace" && <CancelPrompt order={order} onClose={close} />}
    </div>
  )
}
