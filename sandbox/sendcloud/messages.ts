import { createHmac } from "node:crypto"

export type Message = {
  id: number
  url: string
  body: string
  signature: string
  /** How each attempt was answered; 0 where nothing came. */
  statuses: number[]
}

const ATTEMPT_MS = 10_000

/** What is reported to a store's webhook address: signed, kept, and repeatable in any order. */
export class Messages {
  private messages: Message[] = []
  private running = new Set<Promise<unknown>>()

  add({ url, body, key }: { url: string; body: string; key: string }, is_sent: boolean): void {
    const signature = createHmac("sha256", key).update(Buffer.from(body)).digest("hex")
    const message = { id: this.messages.length + 1, url, body, signature, statuses: [] }
    this.messages.push(message)
    if (!is_sent) return
    const attempt = this.send(message).finally(() => this.running.delete(attempt))
    this.running.add(attempt)
  }

  list(): Message[] {
    return this.messages
  }

  /** Sends these one after the other, again where they were sent before; all in their order when none is named. */
  async deliver(ids?: readonly number[]): Promise<number[]> {
    await this.settled()
    const chosen = ids ? ids.map((id) => this.message(id)) : this.messages
    const statuses: number[] = []
    for (const message of chosen) statuses.push(await this.send(message))
    return statuses
  }

  /** Once nothing is under way. */
  async settled(): Promise<void> {
    await Promise.all(this.running)
  }

  reset(): void {
    this.messages = []
  }

  private message(id: number): Message {
    const message = this.messages.find((one) => one.id === id)
    if (!message) throw new Error(`No message ${id}`)
    return message
  }

  private async send(message: Message): Promise<number> {
    const status = await fetch(message.url, {
      method: "POST",
      headers: { "content-type": "application/json", "sendcloud-signature": message.signature },
      body: message.body,
      signal: AbortSignal.timeout(ATTEMPT_MS),
    }).then(
      async (answer) => {
        await answer.arrayBuffer()
        return answer.status
      },
      () => 0
    )
    message.statuses.push(status)
    return status
  }
}
