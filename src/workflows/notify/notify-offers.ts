import type { MedusaContainer } from "@medusajs/framework/types"
import { connectionNotice } from "../../orders/notices"
import { alarmProblems, offerAlarms } from "../offers/offer-alarms"
import { eachAlone } from "../shared/each-alone"
import { marketplaceOf } from "../shared/marketplace"
import { notify } from "./notify"

const HOUR_MS = 60 * 60 * 1000

/**
 * Lower quantities that a marketplace does not confirm, once for each time it begins; what the brake holds goes on selling, so it
 * is notified again each hour.
 */
export async function notifyOffers(container: MedusaContainer, now = new Date()): Promise<void> {
  const connections = await marketplaceOf(container).listMarketplaceConnections({ is_enabled: true })
  const nameOf = ({ connection_id }: { connection_id: string }) => `the offers of ${connection_id}`
  await eachAlone(container, await offerAlarms(container, connections), nameOf, async (alarm) => {
    const subject = { id: alarm.connection_id, name: alarm.name }
    const notices = alarmProblems(alarm).map(({ code, params, since }) => {
      const began = since ? new Date(since).getTime() : now.getTime()
      const hours = code === "offers_braked" ? `:${Math.floor((now.getTime() - began) / HOUR_MS)}` : ""
      return connectionNotice(`connection:${alarm.connection_id}:${code}:${began}${hours}`, subject, {
        code,
        params,
      })
    })
    await notify(container, alarm, notices)
  })
}
