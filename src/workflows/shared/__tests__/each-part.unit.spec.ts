import { MarketplaceError } from "../../../marketplaces/port"
import { eachPart } from "../each-part"

const error = (kind: MarketplaceError["kind"], reason?: string) =>
  new MarketplaceError(kind, `${kind}.`, { effect: "none", ...(reason && { reason }) })

async function run(failing: Record<string, unknown>, parts = ["A", "B", "C", "D", "E"]) {
  const done: string[] = []
  const result = await eachPart(parts, (part) => {
    if (part in failing) return Promise.reject(failing[part] as Error)
    done.push(part)
    return Promise.resolve()
  }).catch((thrown: unknown) => thrown)
  return { done, result }
}

it.each<MarketplaceError["kind"]>(["unavailable", "invalid_answer", "refused", "not_found", "configuration"])(
  "goes on after a part that fails (%s), and names it",
  async (kind) => {
    const failure = error(kind)
    expect(await run({ A: failure, C: failure })).toEqual({
      done: ["B", "D", "E"],
      result: [
        { part: "A", error: failure },
        { part: "C", error: failure },
      ],
    })
  }
)

it.each([error("credentials"), error("quota"), error("unavailable", "aborted"), new TypeError("x")])(
  "ends where the others would fail too: %p",
  async (failure) => {
    expect(await run({ B: failure })).toEqual({ done: ["A"], result: failure })
  }
)

it("ends after three in a row", async () => {
  const failure = error("unavailable")
  expect(await run({ A: failure, B: failure, C: failure })).toEqual({ done: [], result: failure })
})
