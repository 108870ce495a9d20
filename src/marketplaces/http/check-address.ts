import { MarketplaceError } from "../errors"

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** Whether a host name, as `URL.hostname` gives it, is this machine. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.test(hostname)
}

/**
 * The address as a URL: https, or http on loopback only, without login. Throws `configuration` otherwise; the error
 * does not repeat the address.
 */
export function checkAddress(address: string): URL {
  const refuse = (sentence: string) => new MarketplaceError("configuration", sentence, { effect: "none" })
  let url: URL
  try {
    url = new URL(address)
  } catch {
    throw refuse("The marketplace's address is not a URL.")
  }
  if (url.username || url.password) {
    throw refuse("The marketplace's address must not contain a login.")
  }
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname))) {
    throw refuse("The marketplace's address must begin with https (http is allowed on loopback only).")
  }
  return url
}
