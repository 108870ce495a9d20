import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query"
import { useEffect } from "react"
import { connectionKeys, orderKeys, runKeys } from "../../lib/query-keys"
import { request } from "../../lib/request"
import type { Run, RunsPage } from "../../../api/admin/marketplaces/runs/types"
import type { ListQuery } from "../../../api/admin/marketplaces/types"

const POLL_MS = 1500

export const isOver = (run: Run | undefined) => run?.state === "done" || run?.state === "failed"

/** Asks again until the run is over. */
export const useRun = (id: string | undefined) =>
  useQuery({
    queryKey: runKeys.detail(id ?? ""),
    queryFn: () => request<{ run: Run }>(`/runs/${id}`),
    enabled: Boolean(id),
    refetchInterval: ({ state }) => (isOver(state.data?.run) ? false : POLL_MS),
  })

export const useRuns = (query: ListQuery & { connection_id?: string }) =>
  useQuery({
    queryKey: runKeys.list(query),
    queryFn: () => request<RunsPage>("/runs", { query }),
    placeholderData: keepPreviousData,
  })

/** The latest run of a connection, followed until it is over; one that began in another window is found again. */
export function useCurrentRun(connection_id: string) {
  const [latest] = useRuns({ connection_id, limit: 1 }).data?.runs ?? []
  const followed = useRun(latest && !isOver(latest) ? latest.id : undefined).data?.run
  const client = useQueryClient()
  const ended = followed !== undefined && isOver(followed)
  useEffect(() => {
    if (!ended) return
    for (const { all } of [runKeys, connectionKeys, orderKeys])
      void client.invalidateQueries({ queryKey: all })
  }, [client, ended])
  return followed ?? latest
}
