import type { CreateCustomerDTO, MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import type { OrderRowWithPayload } from "../../modules/marketplace/stores/orders"
import type { GuestCustomer } from "../../orders/addresses"
import type { OrderDraft } from "../../orders/order-draft"

type Guest = { row: OrderRowWithPayload; draft: OrderDraft; ids: Record<string, string> }

/**
 * The buyers of the planned orders as guests, one for each order, where the connection wants them. Without e-mail: Medusa
 * has one guest per e-mail, and buyers share relay addresses. A group that is gone is left out.
 */
export async function createGuests(container: MedusaContainer, orders: Guest[]): Promise<void> {
  const wanted = orders.flatMap(({ row, draft, ids }) =>
    draft.customer ? [{ id: ids.customer, customer: draft.customer, row }] : []
  )
  if (!wanted.length) return
  const service = container.resolve(Modules.CUSTOMER)
  const existing = await service.listCustomers(
    { id: wanted.map(({ id }) => id) },
    { select: ["id"], relations: ["groups"], take: wanted.length }
  )
  const known = new Map(existing.map((customer) => [customer.id, customer]))
  const missing = wanted.filter(({ id }) => !known.has(id))
  if (missing.length) {
    await service.createCustomers(missing.map(({ id, customer, row }) => guestInput(id, customer, row)))
  }
  const groupIds = [...new Set(wanted.flatMap(({ customer }) => customer.group_id ?? []))]
  const groups = groupIds.length
    ? await service.listCustomerGroups({ id: groupIds }, { select: ["id"], take: groupIds.length })
    : []
  const pairs = wanted.flatMap(({ id, customer }) => {
    const group = groups.find((one) => one.id === customer.group_id)
    const isMember = known.get(id)?.groups?.some((one) => one.id === group?.id)
    return group && !isMember ? [{ customer_id: id, customer_group_id: group.id }] : []
  })
  if (pairs.length) await service.addCustomerToGroup(pairs)
}

/** The published type knows neither ids nor empty fields; Medusa's model has both. */
function guestInput(id: string, guest: GuestCustomer, row: OrderRowWithPayload): CreateCustomerDTO {
  const { address, first_name, last_name, company_name, phone, buyer_reference } = guest
  const input = {
    id,
    first_name,
    last_name,
    company_name,
    phone,
    has_account: false,
    metadata: { marketplace: row.marketplace_id, external_id: row.external_id, buyer_reference },
    addresses: [address],
  }
  return input as unknown as CreateCustomerDTO
}
