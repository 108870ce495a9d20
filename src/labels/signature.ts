import { createHmac, timingSafeEqual } from "node:crypto"

const SIGNATURE = /^[\da-f]{64}$/i

/**
 * Whether a signature (HMAC-SHA256 in hexadecimal) was made of exactly these bytes with one of the keys: a service may use
 * either of two. Every key is compared, each in constant time.
 */
export function isSigned(body: Buffer, signature: string | undefined, keys: readonly string[]): boolean {
  if (signature === undefined || !SIGNATURE.test(signature)) {
    return false
  }
  const given = Buffer.from(signature, "hex")
  const matches = keys
    .filter((key) => key !== "")
    .map((key) => timingSafeEqual(createHmac("sha256", key).update(body).digest(), given))
  return matches.includes(true)
}
