import { Modules } from "@medusajs/framework/utils"
import { marketplaceOf } from "../../src/workflows/shared/marketplace"
import { PULL_FAULTS } from "./fault-table"
import type { ProblemCode } from "../../src/orders/problems"
import type { Connected } from "./market-store"
import type { MarketTest } from "./market-test"
import type { ShownProblem } from "./marketplace-api"
import { MARKETPLACES } from "./marketplace-cases"
import { until } from "./until"

type Health = { status: string; code: string | null; warnings: ShownProblem[] }
type Step = (own: Connected) => unknown
type Walk = (code: ProblemCode) => Promise<void>

const [cdiscount] = MARKETPLACES

/**
 * What a connection suffers from, brought about on one of its own, its next step followed as written, and its health seen to
 * say so no more. What passes without a person is only waited for.
 */
export function connectionWalks(store: MarketTest): Partial<Record<ProblemCode, Walk>> {
  const ours = async (path: string, body: object = {}): Promise<void> => {
    const { status, body: answer } = await store.app.api<{ message?: string }>(
      "POST",
      `/admin/marketplaces${path}`,
      body
    )
    expect([path, status < 300 ? "" : answer.message]).toEqual([path, ""])
  }
  const save = ({ id }: Connected, body: object) => ours(`/connections/${id}`, body)
  const place = () => {
    const { stock_location_id, sales_channel_id, region_id } = store.store
    return { stock_location_ids: [stock_location_id], sales_channel_id, region_id }
  }
  const change = ({ id }: Connected, set: string, ...values: unknown[]) =>
    store.sql(`update marketplace_connection set ${set} where id = $1`, [id, ...values])
  const codesOf = async ({ id }: Connected) => {
    const { connection } = await store.desk.get<{ connection: { health: Health } }>(`/connections/${id}`)
    const { code, warnings } = connection.health
    return [code, ...warnings.map((warning) => warning.code)]
  }
  const pulled = async (own: Connected) => expect((await store.pull(own)).state).toBe("done")

  const walk =
    (plant: (own: Connected, code: ProblemCode) => unknown, follow: Step, settings: object = {}): Walk =>
    async (code) => {
      const own = await store.connect(cdiscount, { settings: settings as never, place: place() })
      await plant(own, code)
      expect(await codesOf(own)).toContain(code)
      await follow(own)
      await until(`${code} is over`, async () => !(await codesOf(own)).includes(code))
    }
  /** As a failed run leaves it. */
  const shown = (status: "degraded" | "paused") => (own: Connected, code: ProblemCode) =>
    change(
      own,
      `health_status = $2, health_code = $3, health_since = now(), failures = 3,
       blocked_until = case when $2 = 'paused' then now() + interval '30 minutes' end`,
      status,
      code
    )
  const imported = walk(shown("degraded"), ({ id }) => ours(`/connections/${id}/import`))
  const entered: Step = async (own) => {
    await save(own, { credentials: own.credentials })
    await pulled(own)
  }
  const refused = walk(shown("paused"), entered)
  /** Nothing to do: what there is no fault of any more is found out by the next run. */
  const passing = (code: string) => {
    const fault = PULL_FAULTS.find(({ health }) => health.code === code)?.fault
    if (!fault) throw new Error(`No fault shows ${code}.`)
    let id = ""
    return walk(
      async (own) => {
        ;({ id } = store.sandbox.control.addFault({ ...fault, account: own.account }))
        await store.pull(own)
      },
      async (own) => {
        store.sandbox.control.removeFaults({ id })
        await change(own, "blocked_until = now()")
        await pulled(own)
      }
    )
  }

  /** What a store's developer has put right, the server was started with: nothing else is to be done here. */
  const started = (own: Connected) => change(own, "blocked_until = now()").then(() => pulled(own))
  const options = () =>
    marketplaceOf(store.app.container) as unknown as {
      adapters: Map<string, unknown>
      options: { encryption_key?: string }
    }
  const adapter = () => options().adapters.get(cdiscount.id)
  let taken_out: unknown = null
  let key: string | undefined

  return {
    adapter_missing: walk(
      async (own) => {
        taken_out = adapter()
        options().adapters.delete(cdiscount.id)
        await store.pull(own)
      },
      async (own) => {
        options().adapters.set(cdiscount.id, taken_out)
        await started(own)
      }
    ),
    encryption_key_missing: walk(
      async (own) => {
        key = options().options.encryption_key
        delete options().options.encryption_key
        marketplaceOf(store.app.container).forgetPaceAndToken(own.id)
        await store.pull(own)
      },
      async (own) => {
        options().options.encryption_key = key
        await started(own)
      }
    ),
    run_failed: imported,
    run_incomplete: imported,
    page_limit: walk(shown("degraded"), async (own) => {
      await save(own, { settings: { cdiscount: { orders_max_pages: 200 } } })
      await pulled(own)
    }),
    settings_invalid: walk(
      // As a former version could have stored it.
      async (own) => {
        await change(own, `settings = jsonb_set(settings, '{shipping,default_carrier}', '7')`)
        await store.pull(own)
      },
      async (own) => {
        await save(own, { settings: { shipping: { default_carrier: "colissimo" } } })
        await change(own, "blocked_until = now()")
        await pulled(own)
      }
    ),
    credentials_refused: async (code) => {
      let restore = () => {}
      await walk(
        async (own) => {
          restore = cdiscount.revoke(store.sandbox, own)
          await store.pull(own)
        },
        async (own) => {
          restore()
          await entered(own)
        }
      )(code)
    },
    not_linked: refused,
    login_is_email: refused,
    no_rights: refused,
    secrets_unreadable: walk(
      async ({ id, ...own }) => {
        const unreadable =
          "update marketplace_credential set encrypted = 'v1:AAAA:AAAA:AAAA' where connection_id = $1"
        await store.sql(unreadable, [id])
        await store.pull({ id, ...own })
      },
      async ({ id, ...own }) => {
        const { seller_id, ...secrets } = own.credentials
        const checked = { marketplace_id: cdiscount.id, connection_id: id }
        await ours("/connections/check", { ...checked, credentials: own.credentials })
        // Nothing of them is kept.
        for (const credentials of [{ seller_id }, secrets]) {
          expect(await store.desk.refused("POST", `/connections/${id}`, { credentials })).toMatchObject({
            status: 400,
          })
        }
        await entered({ id, ...own })
      }
    ),
    copied_database: walk(
      async (own, code) => {
        await change(own, "activated_instance = 'elsewhere'")
        await shown("paused")(own, code)
      },
      async ({ id, ...own }) => {
        await ours(`/connections/${id}/activate`, { older_open_orders: "import" })
        await pulled({ id, ...own })
      }
    ),
    notification_channel_missing: walk(
      (own) =>
        change(
          own,
          `settings = settings || '{"notifications": {"recipients": [{"to": "+33100000000", "channel": "sms"}]}}'`
        ),
      (own) => save(own, { settings: { notifications: { recipients: [] } } })
    ),
    place_gone: walk(
      async (own) => {
        const service = store.app.container.resolve(Modules.SALES_CHANNEL)
        const { id } = await service.createSalesChannels({ name: "Foire" })
        await save(own, { destinations: [{ countries: ["BE"], sales_channel_id: id }] })
        await service.softDeleteSalesChannels([id])
      },
      (own) => save(own, { destinations: [] })
    ),
    filters_exclude_all: walk(
      async (own) => {
        store.seedNow(own, { count: 5, kinds: ["plain"] })
        await store.pullAll(own)
      },
      async ({ id, ...own }) => {
        await save({ id, ...own }, { settings: { import: { channels: null } } })
        const since = new Date(Date.now() - 40 * 24 * 3600 * 1000).toISOString()
        await ours(`/connections/${id}/import`, { since })
      },
      { import: { channels: ["Cdiscount"] } }
    ),
    carriers_gone: walk(
      async (own) => {
        await ours(`/connections/${own.id}/carrier-rules`, {
          match: { country_code: "BE" },
          carrier: "Mazet",
        })
        await store.desk.get(`/connections/${own.id}/carriers?refresh=true`)
        await change(
          own,
          `carriers = carriers
             || jsonb_build_object('removed', jsonb_path_query_array(carriers, '$.carriers[*] ? (@.name == "Mazet")'),
                                   'carriers', jsonb_path_query_array(carriers, '$.carriers[*] ? (@.name != "Mazet")'))`
        )
      },
      async ({ id }) => {
        const { carrier_rules } = await store.desk.get<{ carrier_rules: { id: string; carrier: string }[] }>(
          `/connections/${id}/carrier-rules`
        )
        const gone = carrier_rules.find(({ carrier }) => carrier === "Mazet")
        await ours(`/connections/${id}/carrier-rules/${gone?.id}`, { carrier: "colissimo" })
      }
    ),
    quota: passing("quota"),
    rate_limited: passing("rate_limited"),
    unreachable: passing("unreachable"),
    scheduler_stopped: walk(
      () =>
        store.sql(
          "update marketplace_tick set last_tick_at = now() - interval '1 hour' where id = 'dispatch'"
        ),
      // A worker that runs again runs its jobs.
      async () => {
        await store.dispatch()
        await store.sql(
          "update marketplace_tick set last_tick_at = 'infinity' where id = 'dispatch' and last_tick_at > now() - interval '1 minute'"
        )
      }
    ),
    shared_locking_missing: walk(
      () =>
        Object.assign(store.app.container.resolve(Modules.WORKFLOW_ENGINE) as object, {
          redisDistributedTransactionStorage_: true,
        }),
      () =>
        Reflect.deleteProperty(
          store.app.container.resolve(Modules.WORKFLOW_ENGINE) as object,
          "redisDistributedTransactionStorage_"
        )
    ),
  }
}
