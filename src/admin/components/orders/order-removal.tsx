import { Button, Text, toast, usePrompt } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { useLocation, useNavigate } from "react-router-dom"
import { useChangeOrder, useRemoveTestOrder } from "../../hooks/api/marketplace-orders"
import { useFormat } from "../../hooks/use-format"
import type { OrderDetails } from "../../../api/admin/marketplaces/orders/types"
import { ReasonPrompt } from "../reason-prompt"

/** What takes something away for good: the buyer's data, or a test order. */
export const OrderRemoval = ({ order }: { order: OrderDetails }) => {
  const { t } = useTranslation("marketplaces")
  const { date } = useFormat()
  const { search } = useLocation()
  const navigate = useNavigate()
  const prompt = usePrompt()
  const change = useChangeOrder(order.id)
  const remove = useRemoveTestOrder(order.id)
  const [isPurging, setPurging] = useState(false)
  const removeTest = async () => {
    const isSure = await prompt({
      title: t("order.removeTestTitle"),
      description: t("order.removeTestText"),
      confirmText: t("actions.delete"),
      cancelText: t("actions.cancel"),
    })
    if (!isSure) return
    remove.mutate(undefined, {
      onSuccess: () => {
        toast.success(t("confirmed.remove_test"))
        void navigate({ pathname: "/marketplace-orders", search }, { replace: true })
      },
    })
  }
  return (
    <div className="flex flex-wrap items-center justify-between gap-2 px-6 py-4">
      {order.is_test ? (
        <Button
          size="small"
          variant="secondary"
          type="button"
          isLoading={remove.isPending}
          onClick={() => void removeTest()}
        >
          {t("order.removeTest")}
        </Button>
      ) : order.purged_at ? (
        <Text size="small" className="text-ui-fg-subtle">
          {t("order.purgedAt", { date: date(order.purged_at) })}
        </Text>
      ) : (
        <Button size="small" variant="secondary" type="button" onClick={() => setPurging(true)}>
          {t("order.purge")}
        </Button>
      )}
      {isPurging && (
        <ReasonPrompt
          title={t("order.purgeTitle")}
          description={t("order.purgeText")}
          confirmText={t("order.purge")}
          isPending={change.isPending}
          onClose={() => setPurging(false)}
          onConfirm={(reason) =>
            change.mutate(
              { change: "purge", reason },
              {
                onSuccess: () => {
                  toast.success(t("confirmed.purge"))
                  setPurging(false)
                },
              }
            )
          }
        />
      )}
    </div>
  )
}
