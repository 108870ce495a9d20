import type { MedusaContainer } from "@medusajs/framework/types"
import { NOTHING_SENT } from "../../../marketplaces/port"
import type { HeldLease } from "../../shared/held-lease"
import type { OffersContext } from "../offers-context"
import { advanceBatches, type OffersSession } from "../submit-batches"

/** An adapter of which one batch has answers of another form than the port's, and all texts what no database takes. */
async function advance(state: "sending" | "sent") {
  const put_off: string[] = []
  const settled: { id: string; results: unknown }[] = []
  const written: { id: string; values: object }[] = []
  const batches = ["odd", "good"].map((id) => ({
    ...{ id, state, kind: "update", channel: "", checkpoint: NOTHING_SENT, reference: id, refused: null },
    ...{ attempts: 0, has_zeros: true, created_at: new Date(), submitted_at: new Date(), claimed_by: "me" },
  }))
  const offers = {
    takeBatches: () => Promise.resolve(batches),
    leaveOutOvertaken: () => Promise.resolve(),
    listBatchItems: (id: string) =>
      Promise.resolve([
        {
          offer_id: id,
          external_sku: "A",
          stock_value: 3,
          price_value: null,
          delivery_value: null,
          listing: null,
        },
      ]),
    writeBatch: ({ id }: { id: string }, values: { attempts?: number; next_in_seconds?: number }) => {
      if (values.attempts) put_off.push(id)
      else written.push({ id, values })
      return Promise.resolve(true)
    },
    settleBatch: ({ id }: { id: string }, _: unknown, results: unknown) => {
      settled.push({ id, results })
      return Promise.resolve([])
    },
  }
  const words = "no\u0000 \ud83d"
  const session = {
    async *submitOffers({ id }: { id: string }) {
      yield NOTHING_SENT
      return { reference: id === "odd" ? 7 : "ref", refused: [{ sku: "A", message: words }] }
    },
    offerResults: (id: string) =>
      Promise.resolve({
        ...{ state: "done", message: words },
        results: [
          {
            ...{ sku: "A", outcome: id === "odd" ? "perhaps" : "refused", reason: null },
            ...{ code: words, message: words, external_id: null },
          },
        ],
      }),
  } as unknown as OffersSession
  const failure: unknown = await advanceBatches(
    { resolve: () => ({ offers, emit: () => Promise.resolve() }) } as unknown as MedusaContainer,
    { owner: "me", connection: { id: "c" }, keep: () => Promise.resolve() } as unknown as HeldLease,
    {
      connection: { id: "c" },
      policy: { look_after_seconds: [1], results_hours: 1, shows_after_minutes: 1 },
      capabilities: { reads_back: false },
    } as unknown as OffersContext,
    session
  ).catch((error: unknown) => error)
  return { failure, put_off, settled, written }
}

it("an answer of another form has its batch wait, and the next one goes on", async () => {
  const { failure, put_off, settled } = await advance("sent")
  expect(failure).toMatchObject({ kind: "invalid_answer" })
  expect(put_off).toEqual(["odd"])
  expect(settled).toMatchObject([
    { id: "good", results: [{ outcome: "refused", code: "no \ufffd", message: "no \ufffd" }] },
  ])
})

it("so does one to what is sent", async () => {
  const { failure, put_off, written } = await advance("sending")
  expect(failure).toMatchObject({ kind: "invalid_answer" })
  expect(put_off).toEqual(["odd"])
  expect(written).toContainEqual({
    id: "good",
    values: expect.objectContaining({
      reference: "ref",
      refused: [{ sku: "A", message: "no \ufffd" }],
    }) as object,
  })
})
