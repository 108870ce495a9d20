import { Button, Text, toast } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { useCreateOffers } from "../../hooks/api/offers"
import { useFormat } from "../../hooks/use-format"
import { ConnectionChoice } from "./connection-choice"
import { LookFirstModal } from "../look-first-modal"
import { RowsTable } from "./rows-table"

/** Offers for what the store sells and the marketplace does not list, by EAN: counted and looked at, then created. */
export const CreateOffers = () => {
  const { t } = useTranslation("marketplaces")
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button size="small" variant="secondary" onClick={() => setOpen(true)}>
        {t("offers.create.open")}
      </Button>
      {isOpen && <CreateModal onClose={() => setOpen(false)} />}
    </>
  )
}

const CreateModal = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTranslation("marketplaces")
  const { number, money } = useFormat()
  const look = useCreateOffers()
  const create = useCreateOffers()
  const [connection_id, setConnection] = useState("")
  const [after, setAfter] = useState<string>()
  const found = look.data
  const choose = (id: string, from?: string) => {
    setConnection(id)
    setAfter(from)
    look.mutate({ connection_id: id, after: from, dry_run: true })
  }
  const confirm = () =>
    create.mutate(
      { connection_id, after, dry_run: false },
      {
        onSuccess: ({ count }) => {
          toast.success(t("offers.create.done", { count, number: number(count) }))
          onClose()
        },
      }
    )
  return (
    <LookFirstModal
      title={t("offers.create.title")}
      hint={t("offers.create.hint")}
      confirmText={t("offers.create.confirm", {
        count: found?.count ?? 0,
        number: number(found?.count ?? 0),
      })}
      isReady={Boolean(found?.count) && !look.isPending}
      isPending={create.isPending}
      onConfirm={confirm}
      onClose={onClose}
    >
      <ConnectionChoice value={connection_id} onChange={(id) => choose(id)} creates />
      {look.error && (
        <Text size="small" role="alert" className="text-ui-fg-error">
          {look.error.message}
        </Text>
      )}
      {look.isPending && (
        <Text size="small" role="status">
          {t("state.loading")}
        </Text>
      )}
      {found && !look.isPending && (
        <div role="status" className="flex flex-col gap-y-6">
          {!found.count && !found.refused_count && <Text size="small">{t("offers.create.none")}</Text>}
          {found.after !== null && (
            <div className="flex flex-wrap items-center gap-2">
              <Text size="small">{t("offers.create.more")}</Text>
              <Button
                size="small"
                variant="transparent"
                onClick={() => choose(connection_id, found.after ?? undefined)}
              >
                {t("offers.create.next")}
              </Button>
            </div>
          )}
          <RowsTable
            title={t("offers.create.ready")}
            count={found.count}
            rows={found.offers.map(({ variant_id, sku, title, quantity, price, currency_code }) => ({
              key: variant_id,
              cells: [
                sku,
                title,
                t("offers.create.values", {
                  quantity: number(quantity),
                  price: money(price, currency_code),
                }),
              ],
            }))}
          />
          <RowsTable
            title={t("offers.create.refused")}
            count={found.refused_count}
            rows={found.refused.map(({ variant_id, sku, title, field, message }) => ({
              key: variant_id,
              cells: [sku ?? title ?? variant_id, t(`offers.create.fields.${field}`), message],
            }))}
          />
        </div>
      )}
    </LookFirstModal>
  )
}
