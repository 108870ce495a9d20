import { promisify } from "node:util"
import { brotliDecompress, constants, gunzip, inflate } from "node:zlib"

const GZIP = Buffer.from([0x1f, 0x8b])
/** What is compressed once by a service and once more by a proxy has two layers. */
const MOST_LAYERS = 2
const openGzip = promisify(gunzip)
const openDeflate = promisify(inflate)
const openBrotli = promisify(brotliDecompress)

/**
 * A body as it was before it was compressed. The bytes say whether it is gzip: a label that is wrong, or left out, must not
 * cost the answer. What cannot be opened, or is cut, stays as far as it goes. Throws where it is larger than `max_bytes`.
 */
export async function decompress(
  body: Buffer,
  encoding: string | undefined,
  max_bytes: number
): Promise<Buffer> {
  let bytes = body
  for (let layer = 0; layer < MOST_LAYERS; layer++) {
    const opened = await open(bytes, layer === 0 ? (encoding?.trim().toLowerCase() ?? "") : "", max_bytes)
    if (!opened) {
      break
    }
    bytes = opened
  }
  return bytes
}

async function open(bytes: Buffer, encoding: string, maxOutputLength: number): Promise<Buffer | null> {
  const flushing = { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH }
  try {
    if (bytes.subarray(0, 2).equals(GZIP)) {
      return await openGzip(bytes, flushing)
    }
    if (encoding === "deflate") {
      return await openDeflate(bytes, flushing)
    }
    return encoding === "br"
      ? await openBrotli(bytes, { maxOutputLength, finishFlush: constants.BROTLI_OPERATION_FLUSH })
      : null
  } catch (error) {
    if ((error as { code?: unknown }).code === "ERR_BUFFER_TOO_LARGE") {
      throw error
    }
    return null
  }
}
