import { ean13Of } from "../../marketplaces/gtin"
import { judgeCreation, seenInventory } from "../create-offer"

const NOW = Date.parse("2026-03-16T12:00:00Z")
const policy = { refuseSku: () => null, eanFor: ean13Of }

it("20,000 offers are judged, each beside those that are created before it, in a moment", () => {
  const inventory = seenInventory(NOW, [], policy)
  const wrong: string[] = []
  const started = performance.now()
  for (let number = 0; number < 20_000; number++) {
    const digits = `2${String(number).padStart(11, "0")}`
    const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (at % 2 ? 3 : 1), 0)
    const ean = `${digits}${(10 - (sum % 10)) % 10}`
    const keys = { sku: `S${number}`, ean, barcode: null, upc: null }
    const judged = judgeCreation(keys, "New", { inventory, now: NOW, policy })
    if (!("ean" in judged) || judged.ean !== ean) wrong.push(ean)
    inventory.add({ sku: keys.sku, ean, condition: "New" })
  }
  expect(performance.now() - started).toBeLessThan(5000)
  expect(wrong).toEqual([])
})
