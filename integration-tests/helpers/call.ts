export type Answer<Body> = { status: number; body: Body; headers: Headers }

/** Calls a route of a running store; JSON in, JSON out. */
export async function call<Body>(
  url: string,
  method: string,
  body: unknown,
  token: string | null
): Promise<Answer<Body>> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await response.text()
  const isJson = response.headers.get("content-type")?.includes("json")
  return {
    status: response.status,
    body: (isJson ? JSON.parse(text) : text) as Body,
    headers: response.headers,
  }
}
