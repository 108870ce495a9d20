import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { runKeys } from "../../lib/query-keys"
import { request } from "../../lib/request"
import type { ListQuery, Page, Run } from "../../lib/types"

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
    queryFn: () => request<{ runs: Run[] } & Page>("/runs", { query }),
    placeholderData: keepPreviousData,
  })
