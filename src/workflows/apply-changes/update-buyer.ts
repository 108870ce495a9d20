import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import type { BuyerUpdate } from "../../orders/buyer-changes"
import { pickupMetadata, type WrittenGuest } from "../../orders/buyer-facts"
import { isOurMethod, type LoadedImport } from "./load-imported"

type ShippingMethod = {
  id: string
  data: Record<string, unknown> | null
  metadata: Record<string, unknown> | null
}

/** What the published types of the order module leave out. */
type OrderWrites = {
  updateOrders(orders: Record<string, unknown>[]): Promise<unknown>
  registerOrderChange(changes: Record<string, unknown>[]): Promise<unknown>
  updateOrderShippingMethods(methods: { id: string; data: Record<string, unknown> }[]): Promise<unknown>
}

/** The published types of the customer module know no empty fields; its models have them. */
type GuestWrites = {
  listCustomerAddresses(filter: { customer_id: string }, config: object): Promise<{ id: string }[]>
  updateCustomers(id: string, guest: Omit<WrittenGuest, "address">): Promise<unknown>
  updateCustomerAddresses(id: string, address: WrittenGuest["address"]): Promise<unknown>
}

/**
 * Writes facts about the buyer into all their copies in the store. Safe to repeat; whoever calls it emits the event once the
 * order says what else came of it. Not by Medusa's flow: it refuses a
 * billing address of another country, and gives an order that had no e-mail the first customer who has that one.
 */
export async function updateBuyer(
  container: MedusaContainer,
  { row, imported, settings }: LoadedImport,
  update: BuyerUpdate
): Promise<void> {
  const id = row.order_id ?? ""
  const writes = container.resolve(Modules.ORDER) as unknown as OrderWrites
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order",
    fields: ["id", "metadata", "shipping_methods.*"],
    filters: { id },
  })
  const order = data[0] as unknown as {
    metadata: Record<string, unknown> | null
    shipping_methods?: ShippingMethod[]
  }
  const { pickup_point } = update
  if (pickup_point !== undefined) {
    const methods = order.shipping_methods ?? []
    await writes.updateOrderShippingMethods(
      methods.filter(isOurMethod).map((method) => ({ id: method.id, data: { ...method.data, pickup_point } }))
    )
  }
  const { shipping_address, billing_address, email } = update
  const change = {
    ...(shipping_address && { shipping_address }),
    ...(billing_address && { billing_address }),
    ...(email !== undefined && { email }),
    ...(pickup_point !== undefined && {
      metadata: {
        ...order.metadata,
        ...emptied(settings.shipping),
        ...pickupMetadata(pickup_point, settings.shipping),
      },
    }),
  }
  if (Object.keys(change).length > 0) {
    await writes.updateOrders([{ id, ...change }])
    await writes.registerOrderChange(
      Object.entries(change)
        .filter(([type]) => type !== "metadata")
        .map(([type, value]) => ({
          change_type: "update_order",
          order_id: id,
          created_by: "marketplace",
          confirmed_by: "marketplace",
          details: { type, old: imported.current[type as "email"], new: value },
        }))
    )
  }
  if (update.customer) await updateGuest(container, row.reserved_ids?.customer ?? "", update.customer)
}

/** Medusa lays new metadata over the old: what goes is written empty. */
const emptied = ({ pickup_point_field }: { pickup_point_field: string | null }) => ({
  pickup_point: null,
  ...(pickup_point_field ? { [pickup_point_field]: null } : {}),
})

async function updateGuest(
  container: MedusaContainer,
  id: string,
  { address, ...guest }: WrittenGuest
): Promise<void> {
  const service = container.resolve(Modules.CUSTOMER) as unknown as GuestWrites
  await service.updateCustomers(id, guest)
  const [known] = await service.listCustomerAddresses({ customer_id: id }, { select: ["id"], take: 1 })
  if (known) await service.updateCustomerAddresses(known.id, address)
}

/** Whether the order itself is another one after it, and not only its customer. */
export const changesOrder = ({ customer: _, ...facts }: BuyerUpdate): boolean =>
  Object.values(facts).some((fact) => fact !== undefined)
