import type { ServerResponse } from "node:http"
import { setTimeout as delay } from "node:timers/promises"
import { replacesAnswer, type Fault } from "./faults"
import { json, type Answer, type Call, type PlayedService } from "./marketplace"

const html = (status: number, body: string): Answer => ({
  status,
  headers: { "content-type": "text/html; charset=utf-8" },
  body: Buffer.from(body),
})

/** The answer that a fault gives in place of the true one; null when it gives none at all. */
function faultAnswer(
  marketplace: PlayedService,
  call: Call,
  fault: Fault,
  answer: () => Answer
): Answer | null {
  switch (fault.kind) {
    case "unauthorized":
    case "no_rights":
    case "quota":
    case "rate_limit":
    case "server_error":
    case "unavailable":
      return marketplace.refuse(fault.kind, call, fault)
    case "html":
      return html(200, fault.body ?? "<!doctype html><html><body><h1>Maintenance en cours</h1></body></html>")
    case "broken_body": {
      const whole = answer()
      return { ...whole, body: whole.body.subarray(0, Math.floor(whole.body.length / 2)) }
    }
    case "status": {
      const { status, body } = fault
      const usual =
        status >= 500 ? html(status, `<html><body><h1>${status}</h1></body></html>`) : json(status, {})
      const given = body === undefined ? usual : { ...json(status, null), body: Buffer.from(body) }
      return { ...given, headers: { ...given.headers, ...fault.headers } }
    }
    default:
      return null
  }
}

export type Outcome = { answer: Answer | null; effect: string | null; transport: Fault[] }

/** Lets the marketplace answer, unless a fault stands before or after it. */
export function answerCall(marketplace: PlayedService, call: Call): Outcome {
  const replacing = call.faults.find(replacesAnswer)
  const transport = call.faults.filter((fault) => !replacesAnswer(fault))
  const usual = (answer: Answer): Outcome => ({ answer, effect: answer.effect ?? null, transport })
  if (!replacing) return usual(marketplace.handle(call))
  const { external_id } = replacing
  const isNamed = external_id === undefined || `${call.path}${call.search}`.includes(external_id)
  const done = replacing.after_effect || !isNamed ? marketplace.handle(call) : null
  if (done && !isNamed && !done.body.includes(external_id)) return usual(done)
  const answer = faultAnswer(marketplace, call, replacing, () => done ?? marketplace.handle(call))
  return { answer, effect: done?.effect ?? null, transport: [...transport, replacing] }
}

/** Writes the answer the way the faults want it; true when the other side was given a complete answer. */
export async function send(
  response: ServerResponse,
  { answer, transport }: Outcome,
  date: string
): Promise<boolean> {
  const fault = (kind: Fault["kind"]) => transport.find((one) => one.kind === kind)
  const latency = fault("latency")
  if (latency) await delay(latency.ms)
  if (fault("hang")) return false
  if (!answer || fault("reset")) {
    response.socket?.resetAndDestroy()
    return false
  }
  response.sendDate = false
  response.writeHead(answer.status, { ...answer.headers, date, "content-length": answer.body.length })
  const half = Math.floor(answer.body.length / 2)
  if (fault("truncated_body")) {
    response.write(answer.body.subarray(0, half), () => response.socket?.destroy())
    return false
  }
  const slow = fault("slow_body")
  if (slow) {
    const pieces = 10
    for (let i = 0; i < pieces; i++) {
      const from = Math.floor((answer.body.length * i) / pieces)
      response.write(answer.body.subarray(from, Math.floor((answer.body.length * (i + 1)) / pieces)))
      await delay(slow.ms / pieces)
      if (response.destroyed) return false
    }
    response.end()
  } else response.end(answer.body)
  return true
}
