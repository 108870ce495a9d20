import { Button, Text, toast, usePrompt } from "@medusajs/ui"
import { useId, useState } from "react"
import { useTranslation } from "react-i18next"
import { Link } from "react-router-dom"
import { useMarketplace } from "../../hooks/api/marketplaces"
import {
  useAcknowledge,
  useCancelStoreOrder,
  useChangeOrder,
  seenOf,
  useDecideCancellations,
  usePersonalData,
} from "../../hooks/api/marketplace-orders"
import type { MarketplaceOrder, OrderDetails } from "../../../api/admin/marketplaces/orders/types"
import type { BulkAnswer } from "../../../api/admin/marketplaces/types"
import { useKeptFocus } from "../../hooks/use-kept-focus"
import { QueryState } from "../query-state"
import { ReasonPrompt } from "../reason-prompt"
import { AddressForm } from "./address-form"
import { CancelPrompt } from "./cancel-prompt"
import { ItemChecks, useItemChoice, useItemNames } from "./item-checks"
import { MapSku } from "./map-sku"
import { causeLinks } from "./cause-remedies"
import { type OrderRemedy, remediesOf } from "./remedies"
import { useDecidedItems } from "./use-decided-items"

/** The next step rather than a way round it. */
const LEADING: OrderRemedy[] = ["accept", "accept_total", "correct_address", "retry"]

type Props = {
  /** With its details, items can be chosen where the marketplace decides by item. */
  order: MarketplaceOrder & Partial<Pick<OrderDetails, "open_items" | "actions">>
  /** Remedies for every order of the group are offered once, above. */
  withoutCause?: boolean
  isDisabled?: boolean
  onReleased?: (ids: string[]) => void
}

/** What a person can do about an order where it stands. What cannot be undone asks first. */
export const OrderRemedies = ({ order, withoutCause = false, isDisabled = false, onReleased }: Props) => {
  const { t } = useTranslation("marketplaces")
  const prompt = usePrompt()
  const change = useChangeOrder(order.id)
  const acknowledge = useAcknowledge()
  const cancellations = useDecideCancellations()
  const cancelInStore = useCancelStoreOrder(order.order_id ?? "")
  const capabilities = useMarketplace(order.marketplace_id)?.capabilities
  const [open, setOpen] = useState<OrderRemedy>()
  /** The version of the total that was shown when it was asked. */
  const [accepted, setAccepted] = useState<string | null>(null)
  const close = () => setOpen(undefined)
  const done = (remedy: OrderRemedy) => () => {
    toast.success(t(`confirmed.${remedy}`))
    close()
  }
  /** One that has changed since is not decided, and shown as it is now. */
  const became =
    (remedy: OrderRemedy) =>
    ({ results }: Pick<BulkAnswer, "results">) => {
      const refused = results.find(({ outcome }) => outcome === "refused")
      if (refused) toast.error(refused.message ?? t("state.error"))
      else done(remedy)()
    }
  const released = (remedy: OrderRemedy) => () => {
    done(remedy)()
    onReleased?.([order.id])
  }
  const remedies = remediesOf(order, capabilities)
  const { problem } = order
  const isTogether = capabilities?.decides === "items_together"
  const choice = useItemChoice(
    ((isTogether || capabilities?.decides === "item") && order.open_items?.decide) || []
  )
  const decided = useDecidedItems(order.actions ?? [])
  const namesOf = useItemNames(order.lines)
  const isByItem =
    remedies.includes("accept") && (choice.open.length > 1 || (choice.open.length > 0 && decided.size > 0))
  const count = choice.chosen.length
  const all = choice.open.length
  /** What is not accepted is refused by the same call. */
  const refusesRest = isTogether && isByItem && choice.isSome
  const isPart = isByItem && choice.isSome && !isTogether
  const wording = (remedy: OrderRemedy) =>
    refusesRest && remedy === "accept"
      ? t("items.acceptRest", { count, rest: all - count })
      : isPart && (remedy === "accept" || remedy === "refuse")
        ? t(`items.${remedy}`, { count, all })
        : t(`remedy.${remedy}`)
  const sure = async (remedy: "confirm_cancellation" | "cancel_in_store", run: () => void) => {
    const isSure = await prompt({
      title: t("order.confirmCancellationTitle"),
      description: t("order.confirmCancellationText"),
      confirmText: t(`remedy.${remedy}`),
      cancelText: t("actions.cancel"),
    })
    if (isSure) run()
  }
  const decideCancellation = (decision: "confirm" | "discard") =>
    cancellations.mutate(
      { ...seenOf([order]), decision },
      { onSuccess: became(decision === "confirm" ? "confirm_cancellation" : "discard_cancellation") }
    )
  const run: Partial<Record<OrderRemedy, () => void>> = {
    accept: () =>
      refusesRest
        ? setOpen("accept")
        : change.mutate({ change: "accept", ...choice.named }, { onSuccess: done("accept") }),
    retry: () => change.mutate({ change: "retry" }, { onSuccess: released("retry") }),
    take_back: () => change.mutate({ change: "retry" }, { onSuccess: released("take_back") }),
    acknowledge: () => acknowledge.mutate(seenOf([order]), { onSuccess: became("acknowledge") }),
    confirm_cancellation: () => void sure("confirm_cancellation", () => decideCancellation("confirm")),
    discard_cancellation: () => decideCancellation("discard"),
    cancel_in_store: () =>
      void sure("cancel_in_store", () =>
        cancelInStore.mutate(undefined, { onSuccess: done("cancel_in_store") })
      ),
    refuse: () => setOpen("refuse"),
    ignore: () => setOpen("ignore"),
    accept_total: () => {
      setAccepted(order.problem_version)
      setOpen("accept_total")
    },
    correct_address: () => setOpen(open === "correct_address" ? undefined : "correct_address"),
    cancel_at_marketplace: () => setOpen("cancel_at_marketplace"),
  }
  const links = causeLinks(order.problem, order.connection_id, order.order_id)
  const isWorking =
    change.isPending || acknowledge.isPending || cancellations.isPending || cancelInStore.isPending
  const focus = useKeptFocus(isWorking)
  const unavailable = remedies.includes("cancel_at_marketplace") ? order.unavailable.cancel : null
  const reasonId = useId()
  // Among many orders that wait for something else, what cannot be done is not worth a sentence each.
  const isBeside = withoutCause && unavailable && problem?.code !== "canceled_in_store"
  const shown = remedies.filter(
    (remedy) =>
      remedy !== "map_sku" &&
      !(withoutCause && remedy.startsWith("open_")) &&
      !(isBeside && remedy === "cancel_at_marketplace")
  )
  return (
    <div ref={focus} tabIndex={-1} className="flex min-w-0 flex-col gap-y-4 outline-none">
      {remedies.includes("map_sku") && problem && !withoutCause && (
        <MapSku problem={problem} connectionIds={[order.connection_id]} onReleased={onReleased} />
      )}
      {isByItem && (
        <ItemChecks label={t("items.decide")} lines={order.lines} choice={choice} decided={decided} />
      )}
      {shown.length > 0 && (
        <div className="flex flex-wrap gap-2">
          {shown.map((remedy, index) => {
            const href = links[remedy]
            const variant = index === 0 && LEADING.includes(remedy) ? "primary" : "secondary"
            if (remedy.startsWith("open_")) {
              return href ? (
                <Button key={remedy} size="small" variant="secondary" asChild>
                  <Link to={href}>{t(`remedy.${remedy}`)}</Link>
                </Button>
              ) : null
            }
            const isUnavailable = remedy === "cancel_at_marketplace" && unavailable !== null
            return (
              <Button
                key={remedy}
                size="small"
                type="button"
                variant={variant}
                disabled={
                  isDisabled ||
                  isWorking ||
                  isUnavailable ||
                  (isByItem && !count && (remedy === "accept" || (remedy === "refuse" && !isTogether)))
                }
                aria-describedby={isUnavailable ? reasonId : undefined}
                aria-expanded={remedy === "correct_address" ? open === remedy : undefined}
                onClick={run[remedy]}
              >
                {wording(remedy)}
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
      {open === "correct_address" && <PrefilledAddress orderId={order.id} onDone={close} />}
      {(open === "refuse" || open === "ignore") && (
        <ReasonPrompt
          title={
            open === "refuse" && isByItem && !isTogether && (isPart || decided.size > 0)
              ? t("items.refuseTitle", { count, all })
              : t(`orders.${open}Title`, { count: 1 })
          }
          description={[
            t(`orders.${open}Text`),
            open === "refuse" && isByItem && namesOf(isTogether ? choice.open : choice.chosen),
          ]
            .filter(Boolean)
            .join("\n")}
          confirmText={wording(open)}
          isPending={change.isPending}
          onClose={close}
          onConfirm={(reason) =>
            change.mutate(
              { change: open, reason, ...(open === "refuse" && isPart && choice.named) },
              { onSuccess: done(open) }
            )
          }
        />
      )}
      {open === "accept" && refusesRest && (
        <ReasonPrompt
          title={t("items.acceptRestTitle", { count, all })}
          description={[
            t("items.acceptRestText"),
            t("items.acceptRestNames", {
              names: namesOf(choice.open.filter((id) => !choice.chosen.includes(id))),
            }),
          ].join("\n")}
          confirmText={wording("accept")}
          isPending={change.isPending}
          onClose={close}
          onConfirm={(reason) =>
            change.mutate(
              {
                change: "accept",
                reason,
                line_external_ids: choice.chosen,
                refuse_line_external_ids: choice.open.filter((id) => !choice.chosen.includes(id)),
              },
              { onSuccess: done("accept") }
            )
          }
        />
      )}
      {open === "accept_total" && problem && (
        <ReasonPrompt
          variant="confirmation"
          title={t("orders.acceptTotalTitle")}
          description={`${problem.message}\n${t("orders.acceptTotalText")}`}
          confirmText={t("remedy.accept_total")}
          isPending={change.isPending}
          onClose={close}
          onConfirm={(reason) =>
            change.mutate(
              { change: "retry", accept_total: true, reason, ...(accepted && { version: accepted }) },
              { onSuccess: released("accept_total") }
            )
          }
        />
      )}
      {open === "cancel_at_marketplace" && <CancelPrompt order={order} onClose={close} />}
    </div>
  )
}

/** Starts from the address as it is: looking at it is written into the history. Who may not look fills in what changes. */
const PrefilledAddress = ({ orderId, onDone }: { orderId: string; onDone: () => void }) => {
  const personal = usePersonalData(orderId, 1)
  return personal.isPending ? (
    <QueryState query={personal}>{null}</QueryState>
  ) : (
    <AddressForm orderId={orderId} known={personal.data?.order.addresses?.shipping} onDone={onDone} />
  )
}
