import type { Control } from "./control"

/** The same control, answered over HTTP: every function gives a promise. */
export type Remote<T> = {
  [Name in keyof T]: T[Name] extends (...given: infer Given) => infer Result
    ? (...given: Given) => Promise<Awaited<Result>>
    : Remote<T[Name]>
}

async function call(url: string, argument: unknown): Promise<unknown> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: argument === undefined ? undefined : JSON.stringify(argument),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`Sandbox control refused (${answer.status}): ${text}`)
  return text ? (JSON.parse(text) as unknown) : undefined
}

/** Drives a sandbox of another process: `controlClient(url).cdiscount.seed({ seed: 1, count: 10 })`. */
export function controlClient(sandbox_url: string): Remote<Control> {
  const at = (path: string): unknown =>
    new Proxy(() => undefined, {
      // A promise is recognized by its `then`: the proxy must not look like one.
      get: (_, name) => (typeof name === "symbol" || name === "then" ? undefined : at(`${path}/${name}`)),
      apply: (_, __, [argument]: unknown[]) => call(`${sandbox_url}${path}`, argument),
    })
  return at("/control") as Remote<Control>
}
