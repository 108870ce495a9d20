import type MarketplaceModuleService from "../../../../modules/marketplace/service"
import type { RunRow } from "../../../../modules/marketplace/stores/runs"

export const presentRuns = (marketplace: MarketplaceModuleService, ids: string[]) =>
  marketplace.query<RunRow>(
    `select id, connection_id, "trigger", scope, state, params, started_at, finished_at, counts, outcomes, error, created_at
       from marketplace_run where id = any(?) order by created_at desc, id`,
    [ids]
  )
