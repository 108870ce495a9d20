import type {
  CreatePaymentCollectionDTO,
  IOrderModuleService,
  IPaymentModuleService,
  MedusaContainer,
} from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"

/** An order that the buyer has paid at the marketplace; `amount` in major units. */
export type PaidOrder = { ids: Record<string, string>; amount: number; currency_code: string }

/** What an order's ledger says of the captured payment. */
export const captureTransaction = ({ amount, currency_code, ids }: PaidOrder) => ({
  id: ids.transaction,
  amount,
  currency_code,
  reference: "capture",
  reference_id: ids.payment,
})

/** Records as paid and captured what is not recorded yet, under the reserved ids: safe to repeat. */
export async function recordPayments(container: MedusaContainer, orders: PaidOrder[]): Promise<void> {
  const captured = orders.filter(({ amount }) => amount > 0)
  if (!captured.length) return
  const payment = container.resolve<IPaymentModuleService>(Modules.PAYMENT)
  const order = container.resolve<IOrderModuleService>(Modules.ORDER)
  const missing = async <T>(
    list: (ids: string[]) => Promise<{ id: string }[]>,
    key: string,
    make: (order: PaidOrder) => T
  ) => {
    const present = new Set((await list(captured.map(({ ids }) => ids[key]))).map(({ id }) => id))
    return captured.filter(({ ids }) => !present.has(ids[key])).map(make)
  }
  const collections = await missing(
    (id) => payment.listPaymentCollections({ id }, { select: ["id"], take: id.length }),
    "payment_collection",
    paymentCollection
  )
  if (collections.length) await payment.createPaymentCollections(collections)
  await container.resolve(ContainerRegistrationKeys.LINK).create(
    captured.map(({ ids }) => ({
      [Modules.ORDER]: { order_id: ids.order },
      [Modules.PAYMENT]: { payment_collection_id: ids.payment_collection },
    }))
  )
  const transactions = await missing(
    (id) => order.listOrderTransactions({ id }, { select: ["id"], take: id.length }),
    "transaction",
    (paid) => ({ ...captureTransaction(paid), order_id: paid.ids.order })
  )
  if (transactions.length) await order.addOrderTransactions(transactions)
}

/** The marketplace has the buyer's money: a collection that is paid and captured in one go, as Medusa's own flow leaves it. */
function paymentCollection({ amount, currency_code, ids }: PaidOrder): CreatePaymentCollectionDTO {
  const now = new Date()
  const payment = {
    id: ids.payment,
    amount,
    currency_code,
    provider_id: "pp_system_default",
    data: {},
    captured_at: now,
    payment_collection_id: ids.payment_collection,
    payment_collection: ids.payment_collection,
    captures: [{ id: ids.capture, amount }],
  }
  const input = {
    id: ids.payment_collection,
    currency_code,
    amount,
    status: "completed",
    authorized_amount: amount,
    captured_amount: amount,
    completed_at: now,
    payment_sessions: [
      {
        id: ids.payment_session,
        amount,
        currency_code,
        provider_id: "pp_system_default",
        data: {},
        status: "captured",
        authorized_at: now,
        payment,
      },
    ],
  }
  return input as unknown as CreatePaymentCollectionDTO
}
