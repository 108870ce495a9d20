import { z } from "zod"

import { MarketplaceError } from "../errors"
import { ONE_LINE } from "../text"

const filled = z.string().trim().min(1).max(500).regex(ONE_LINE, "Control characters are not allowed")

/** The account (shop) name, and the token of the back office, which the services call the password. */
export const credentialsSchema = z.strictObject({ login: filled, token: filled })
type Credentials = z.infer<typeof credentialsSchema>

/** Throws `configuration`, without any value, for credentials that are incomplete. */
export function readCredentials(credentials: Record<string, string>): Credentials {
  const result = credentialsSchema.safeParse(credentials)
  if (!result.success) {
    const field = result.error.issues[0]?.path.map(String).join(".") || "an unknown field"
    throw new MarketplaceError("configuration", `The credentials are incomplete or wrong at ${field}.`, {
      effect: "none",
    })
  }
  return result.data
}

/** Logins are compared without case (not confirmed): two spellings of one account would import its orders twice. */
export function accountOf(credentials: Record<string, string>): string {
  return readCredentials(credentials).login.toLowerCase()
}

/** Rakuten wants the account's name; many sellers give the e-mail address that they sign in with. */
export const isEmail = (login: string): boolean => /^[^\s@]+@[^\s@]+$/.test(login.trim())

/** Tokens seen so far are 31 or 32 hexadecimal characters; another form is only a hint. */
export const looksLikeToken = (token: string): boolean => /^[\da-f]{31,32}$/i.test(token.trim())
