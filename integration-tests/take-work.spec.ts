import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { Knex } from "@medusajs/framework/mikro-orm/knex"
import { MARKETPLACE_MODULE } from "../src/modules/marketplace"
import type MarketplaceModuleService from "../src/modules/marketplace/service"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { holdLease, LeaseLost } from "../src/workflows/shared/held-lease"
import { until } from "./helpers/until"

const store = marketTest({ seconds: 120 })

/** What another process does with a connection between our look at it and our lock on it. */
const MEANWHILE = {
  "is taken by another process":
    "pull_lease_owner = 'other', pull_lease_until = now() + interval '45 seconds'",
  "was pulled by another process":
    "next_run_at = now() + interval '1 hour', pull_lease_owner = null, pull_lease_until = null",
  "was disabled": "is_enabled = false",
}

const isWaiting = async () =>
  (
    await store.sql(
      "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like 'with chosen as%'"
    )
  ).length > 0

describe("A connection that is due", () => {
  it.each(Object.entries(MEANWHILE))("and %s is not taken", async (_, change) => {
    const { id } = await store.connect(MARKETPLACES[0])
    const service = store.app.container.resolve<MarketplaceModuleService>(MARKETPLACE_MODULE)
    const instance = await service.instance()
    const knex = store.app.container.resolve<Knex>(ContainerRegistrationKeys.PG_CONNECTION)
    await store.sql("update marketplace_connection set next_run_at = null where id = $1", [id])
    await store.sql("update marketplace_connection set is_enabled = false where id <> $1", [id])
    const other = await knex.transaction()
    const taking = other.raw(`update marketplace_connection set ${change} where id = ?`, [id]).then(() =>
      service.work.takeDueWork("pull", {
        instance,
        owner: "ours",
        seconds: 45,
        except: [],
        is_patient: true,
      })
    )
    try {
      await Promise.race([taking, until("it waits for the row", isWaiting)])
      await other.commit()
    } finally {
      if (!other.isCompleted()) await other.rollback()
    }
    expect(await taking).toBeNull()
    const [row] = await store.sql<{ owner: string | null }>(
      "select pull_lease_owner as owner from marketplace_connection where id = $1",
      [id]
    )
    expect(row.owner).not.toBe("ours")
  })
})

describe("A lease that ran out", () => {
  const again = async (isTakenMeanwhile: boolean) => {
    const { id } = await store.connect(MARKETPLACES[0])
    const service = store.app.container.resolve<MarketplaceModuleService>(MARKETPLACE_MODULE)
    const lease = await holdLease(service, id, "send")
    await store.sql(
      "update marketplace_connection set send_lease_until = now() - interval '1 second' where id = $1",
      [id]
    )
    if (isTakenMeanwhile) {
      await service.leases.acquireLease(id, "send", "another", 45)
      await service.leases.releaseLease(id, "send", "another")
    }
    const kept = lease?.keep()
    await kept?.catch(() => undefined)
    await lease?.stop()
    return kept
  }

  it("is not renewed where another process has had it and given it back", async () => {
    await expect(again(true)).rejects.toBeInstanceOf(LeaseLost)
  })

  it("is renewed where no one wanted it", async () => {
    expect(await again(false)).toMatchObject({ marketplace_id: MARKETPLACES[0].id })
  })
})
