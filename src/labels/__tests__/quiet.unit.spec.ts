import { quietParcel } from "../quiet"

const now = Date.parse("2026-03-20T12:00:00Z")
const ago = (days: number) => new Date(now - days * 24 * 60 * 60 * 1000 - 1000).toISOString()
const parcel = (change: Partial<Parameters<typeof quietParcel>[0][number]> = {}) => ({
  status: "ready" as const,
  status_at: ago(5),
  scanned_at: null,
  delivered_at: null,
  created_at: ago(5),
  ...change,
})

it("names what was not handed over for five days", () => {
  expect(quietParcel([parcel()], now)?.kind).toBe("not_scanned")
  expect(quietParcel([parcel({ created_at: ago(4) })], now)).toBeNull()
  expect(quietParcel([parcel({ status: "canceled" })], now)).toBeNull()
})

it("names what a carrier has not scanned for seven days after its first scan", () => {
  const moving = { status: "moving" as const, scanned_at: ago(9), created_at: ago(10) }
  expect(quietParcel([parcel({ ...moving, status_at: ago(7) })], now)?.kind).toBe("silent")
  expect(quietParcel([parcel({ ...moving, status_at: ago(6) })], now)).toBeNull()
  expect(quietParcel([parcel({ ...moving, status_at: ago(8), status: "at_pickup_point" })], now)).toBeNull()
  expect(quietParcel([parcel({ ...moving, status_at: ago(8), delivered_at: ago(8) })], now)).toBeNull()
})

it("looks at every parcel", () => {
  const late = parcel({ created_at: ago(6) })
  expect(quietParcel([parcel({ created_at: ago(1) }), late], now)?.parcel).toBe(late)
})
