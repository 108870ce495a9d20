import { MedusaError } from "@medusajs/framework/utils"
import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto"

/** The key that encrypts is the first one; the others only read, for rotation. */
export type EncryptionKeys = { current: string; previous: string[] }

/** Codes of the errors, which are also the problems that a connection's health shows. */
export const SECRETS_UNREADABLE = "secrets_unreadable"
export const ENCRYPTION_KEY_MISSING = "encryption_key_missing"

/** The keys of the plugin's options. Throws a clear 400 without one: nothing is saved in plaintext. */
export function keysOf({
  encryption_key,
  previous_encryption_keys,
}: {
  encryption_key?: string
  previous_encryption_keys: string[]
}): EncryptionKeys {
  if (!encryption_key) {
    throw new MedusaError(
      MedusaError.Types.INVALID_DATA,
      "Credentials cannot be saved: set the plugin option encryption_key or the environment variable " +
        "MARKETPLACE_ENCRYPTION_KEY to a secret of at least 32 bytes and restart.",
      ENCRYPTION_KEY_MISSING
    )
  }
  return { current: encryption_key, previous: previous_encryption_keys }
}

const VERSION = "v1"
const toKey = (secret: string) => createHash("sha256").update(secret).digest()

/**
 * AES-256-GCM with a random 12-byte nonce, as `v1:iv:tag:ciphertext` in base64url (the format of Medusa's own
 * encrypted secrets). `associated` binds the text to its owner: copied to another connection it does not decrypt.
 */
export function encrypt(plain: string, associated: string, keys: EncryptionKeys): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv("aes-256-gcm", toKey(keys.current), iv)
  cipher.setAAD(Buffer.from(associated))
  const ciphertext = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()])
  return [VERSION, ...[iv, cipher.getAuthTag(), ciphertext].map((part) => part.toString("base64url"))].join(
    ":"
  )
}

/**
 * Tries the current key, then the previous ones. `outdated` asks to encrypt the text again.
 * Throws an error without any part of the text when no key fits or the text was changed.
 */
export function decrypt(
  encrypted: string,
  associated: string,
  keys: EncryptionKeys
): { plain: string; outdated: boolean } {
  const [version, ...parts] = encrypted.split(":")
  if (version !== VERSION || parts.length !== 3)
    throw new MedusaError(
      MedusaError.Types.INVALID_DATA,
      "Unknown format of encrypted credentials.",
      SECRETS_UNREADABLE
    )
  const [iv, tag, ciphertext] = parts.map((part) => Buffer.from(part, "base64url"))
  for (const [index, secret] of [keys.current, ...keys.previous].entries()) {
    try {
      const decipher = createDecipheriv("aes-256-gcm", toKey(secret), iv, { authTagLength: 16 })
      decipher.setAAD(Buffer.from(associated))
      decipher.setAuthTag(tag)
      const plain = Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString("utf8")
      return { plain, outdated: index > 0 }
    } catch {
      continue
    }
  }
  throw new MedusaError(
    MedusaError.Types.INVALID_DATA,
    "The credentials cannot be decrypted: put the key that wrote them into encryption_key or previous_encryption_keys, or enter them again.",
    SECRETS_UNREADABLE
  )
}

/** What is kept of credentials that are entered again: null where it cannot be decrypted, so that all of them have to be given. */
export async function unlessUnreadable<Kept>(reading: Promise<Kept>): Promise<Kept | null> {
  try {
    return await reading
  } catch (error) {
    if (MedusaError.isMedusaError(error) && error.code === SECRETS_UNREADABLE) return null
    throw error
  }
}
