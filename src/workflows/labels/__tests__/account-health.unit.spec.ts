import { MarketplaceError, type MarketplaceErrorKind } from "../../../marketplaces/errors"
import { failureOf } from "../account-health"

const error = (kind: MarketplaceErrorKind, reason?: string) =>
  new MarketplaceError(kind, "", { effect: "none", reason, marketplace_message: "No." })

it.each<[MarketplaceErrorKind, string | undefined, object]>([
  ["credentials", undefined, { of: "account", code: "credentials" }],
  ["unavailable", undefined, { of: "account", code: "unavailable" }],
  ["rate_limited", undefined, { of: "account", code: "rate_limited" }],
  ["no_rights", "no_payment_method", { of: "account", code: "no_payment_method" }],
  ["refused", undefined, { of: "call", message: "No." }],
  ["not_found", undefined, { of: "call", message: "No." }],
  ["invalid_answer", undefined, { of: "call", message: "No." }],
  ["unavailable", "aborted", { of: "stop" }],
])("%s (%s) is about %j", (kind, reason, expected) => {
  expect(failureOf(error(kind, reason))).toMatchObject(expected)
})

it("what the store itself fails at says nothing of the account", () => {
  expect(failureOf(new Error("connection terminated"))).toEqual({ of: "store" })
})
