import { z } from "@medusajs/framework/zod"
import { inLanguage, invalidFields } from "../refusal"
import { type WrongField, wrongFields } from "../wrong-fields"

const schema = z.strictObject({
  name: z.string().min(1),
  import: z.strictObject({ minutes: z.number().min(5).max(60), mode: z.enum(["a", "b"]) }),
  either: z.union([z.strictObject({ sku: z.string().max(3) }), z.string()]),
})
const issuesOf = (value: unknown) => schema.safeParse(value).error?.issues ?? []

it("names each wrong field with what its sentence needs, and no value that was given", () => {
  const given = { name: "", import: { minutes: 1, mode: "secret" }, either: { sku: "secret" } }
  const found = wrongFields(issuesOf(given), "settings")
  expect(found.map(({ message: _, ...rest }) => rest)).toEqual([
    { field: "settings.name", code: "too_small", params: { minimum: "1", origin: "string" } },
    { field: "settings.import.minutes", code: "too_small", params: { minimum: "5", origin: "number" } },
    { field: "settings.import.mode", code: "invalid_value", params: { values: "a, b" } },
    { field: "settings.either.sku", code: "too_big", params: { maximum: "3", origin: "string" } },
  ])
  expect(JSON.stringify(found)).not.toContain("secret")
})

it("hides names that are no names of fields", () => {
  const [{ field, message }] = wrongFields([
    { path: ["a@b.fr"], message: "Unrecognized key: a@b.fr", code: "unrecognized_keys" },
  ])
  expect([field, message]).toEqual(["…", "Unrecognized fields"])
})

it("hands them to the request that they are about, and to no other", () => {
  const [mine, others]: WrongField[][] = [[], []]
  const wrong = wrongFields(issuesOf({ name: 1 }))
  inLanguage("fr", () => inLanguage("en", () => invalidFields("no", wrong), mine), others)
  expect([mine, others]).toEqual([wrong, []])
  expect(invalidFields("no", wrong).message).toBe("no")
})
