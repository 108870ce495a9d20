/** A running store as its admin's pages reach it. */
export type StoreApi = {
  /** Calls a route as the admin; returns the body of a success, and throws with the route's message otherwise. */
  call: <Body>(method: "GET" | "POST", path: string, body?: unknown) => Promise<Body>
}

export function callAs(url: string, token: string): StoreApi["call"] {
  return async <Body>(method: "GET" | "POST", path: string, body?: unknown) => {
    const response = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const answer = (await response.json()) as Body & { message?: string }
    if (!response.ok) {
      throw new CallError(`${method} ${path} answered ${response.status}: ${answer.message}`, response.status)
    }
    return answer
  }
}

export class CallError extends Error {
  constructor(
    message: string,
    readonly status: number
  ) {
    super(message)
  }
}
