import { actionKeys, orderKeys } from "../../lib/query-keys"
import { request } from "../../lib/request"
import type { CheckedParcels, ShippedParcels } from "../../../api/admin/marketplaces/ship-many/types"
import type { ShippingRow } from "../../../orders/shipping-list"
import { useChange } from "./use-change"

/** What would be sent of each row, and what stops it. Nothing is sent. */
export const useCheckParcels = () =>
  useChange(
    (rows: ShippingRow[]) => request<CheckedParcels>("/ship-many/check", { method: "POST", body: { rows } }),
    []
  )

/** Packs and ships the rows as they were shown. */
export const useShipParcels = () =>
  useChange(
    (rows: (ShippingRow & { version: string })[]) =>
      request<ShippedParcels>("/ship-many", { method: "POST", body: { rows } }),
    [orderKeys.all, actionKeys.all, ["orders"]]
  )
