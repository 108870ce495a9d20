import type { App } from "./app"

export type ShownProblem = {
  code: string
  message: string
  hint: string
  remedy: string | null
  params: Record<string, unknown>
}

/** The plugin's own routes, as the admin calls them; an answer that is an error is thrown. */
export function marketplaceApi({ api }: Pick<App, "api">) {
  const call = async <Body>(method: string, path: string, body?: unknown): Promise<Body> => {
    const answer = await api<Body & { message?: string }>(method, `/admin/marketplaces${path}`, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.body.message}`)
    return answer.body
  }
  return {
    get: <Body>(path: string) => call<Body>("GET", path),
    post: <Body>(path: string, body: unknown = {}) => call<Body>("POST", path, body),
    remove: <Body>(path: string) => call<Body>("DELETE", path),
    /** Status and message of what is expected to be refused. */
    async refused(method: string, path: string, body?: unknown) {
      const answer = await api<{ message: string }>(method, `/admin/marketplaces${path}`, body)
      return { status: answer.status, message: answer.body.message }
    },
    async orderOf<Order extends object>(external_id: string | null): Promise<Order & { id: string }> {
      const { orders } = await call<{ orders: { id: string }[] }>(
        "GET",
        `/orders?external_id=${encodeURIComponent(external_id ?? "")}`
      )
      return (await call<{ order: Order & { id: string } }>("GET", `/orders/${orders[0].id}`)).order
    },
  }
}
