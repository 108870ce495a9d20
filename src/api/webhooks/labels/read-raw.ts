import type { IncomingMessage } from "node:http"

/** The bytes of a request as they came; null where there are none, or more than this. What is beyond is not read. */
export const readRaw = (req: IncomingMessage, limit: number): Promise<Buffer | null> =>
  new Promise((resolve) => {
    const parts: Buffer[] = []
    let size = 0
    const end = (body: Buffer | null) => {
      req.off("data", onData)
      req.pause()
      resolve(body)
    }
    const onData = (part: Buffer) => {
      size += part.length
      if (size > limit) end(null)
      else parts.push(part)
    }
    req.on("data", onData)
    req.once("end", () => end(size > 0 ? Buffer.concat(parts) : null))
    // Whoever went away gets no answer; nothing of it is looked at.
    req.once("error", () => end(null))
    req.once("close", () => end(null))
  })
