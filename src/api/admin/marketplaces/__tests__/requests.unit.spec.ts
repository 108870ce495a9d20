import type { IncomingMessage, ServerResponse } from "node:http"
import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { z } from "@medusajs/framework/zod"

import { id, listQuery, text } from "../helpers"
import { keepPrivate } from "../keep-private"
import { refuseUnreadable, unreadable } from "../refuse-unreadable"
import { validated } from "../validate"

const nested = (depth: number): unknown => JSON.parse("[".repeat(depth) + "]".repeat(depth))

describe("what no request may hold", () => {
  it.each([
    ["NUL in a text", { q: "a\u0000b" }],
    ["NUL in a name", { "a\u0000b": 1 }],
    ["NUL deep down", { a: [{ b: ["x\u0000"] }] }],
    ["an escape sign", { name: "\u001b[31m" }],
    ["half a surrogate pair", { reason: "\ud800" }],
    ["15,000 levels", nested(15_000)],
    ["a million levels", nested(1_000_000)],
  ])("%s", (_, value) => {
    expect(unreadable(value)).toMatch(/characters|levels/)
    const request = {
      originalUrl: "/admin/marketplaces/orders",
      query: {},
      body: value,
    } as unknown as MedusaRequest
    expect(() => refuseUnreadable(request, {} as MedusaResponse, jest.fn())).toThrow("Invalid request")
  })

  it("in the path neither", () => {
    // As Express has it below a matcher.
    const at = (originalUrl: string) =>
      ({ originalUrl, path: "/", query: {}, body: undefined }) as unknown as MedusaRequest
    expect(() =>
      refuseUnreadable(at("/admin/marketplaces/orders/a%00b"), {} as MedusaResponse, jest.fn())
    ).toThrow("Invalid request")
    const next = jest.fn()
    refuseUnreadable(at("/admin/marketplaces/orders/a%zz"), {} as MedusaResponse, next)
    expect(next).toHaveBeenCalledTimes(1)
  })

  it("and everything else may be there", () => {
    expect(
      unreadable({ reason: "Élodie 🎄\r\n\tdeux lignes", list: [1, null, true], settings: nested(20) })
    ).toBeNull()
    expect(unreadable(undefined)).toBeNull()
  })

  it.each([id, text])("no line break in what goes to a header, a subject or a log", (schema) => {
    expect(schema.safeParse("Boutique\r\nBcc: x").success).toBe(false)
    expect(schema.safeParse(" Boutique é ").data).toBe("Boutique é")
  })
})

describe("a refused value", () => {
  const schema = z.strictObject({
    phone: z.string().max(5).nullish(),
    kind: z.enum(["a", "b"]).optional(),
    either: z.union([z.string(), z.array(z.string())]).optional(),
  })
  it.each([
    { phone: 33_639_980_011 },
    { phone: "33639980011" },
    { phone: { "33639980011": 1 } },
    { kind: "33639980011" },
    { either: 33_639_980_011 },
    { either: [33_639_980_011] },
    { "+33639980011": 1 },
  ])("is not repeated: %j", async (value) => {
    const message = await validated(schema, value).then(String, (error: Error) => error.message)
    expect(message).toMatch(/^Invalid request: ./)
    expect(message).not.toContain("33639980011")
  })

  it("is named by its place", async () => {
    const refused = (value: unknown) => validated(schema, value).then(String, (error: Error) => error.message)
    expect(await refused({ phone: 1 })).toContain("phone: ")
    expect(await refused({ street: 1 })).toContain("'street'")
    expect(await validated(schema, { phone: null })).toEqual({ phone: null })
    expect(await validated(listQuery({}), { q: ["x"] }).catch((error: Error) => error.message)).toContain(
      "q: "
    )
  })
})

describe("a request's traces", () => {
  it.each([
    "?q=MARKER",
    "?%71=MARKER",
    "?q[]=MARKER",
    "?q%5B%5D=MARKER&limit=1",
    "?limit=1&Q=MARKER",
    "?a=1#q=MARKER",
  ])("hold no search: %s", (search) => {
    const request = {
      url: `/admin/marketplaces/orders${search}`,
      originalUrl: "",
      headers: { referer: `https://store.example/app/marketplace-orders${search}` },
    }
    const setHeader = jest.fn()
    keepPrivate(request as unknown as IncomingMessage, { setHeader } as unknown as ServerResponse)
    expect(request.originalUrl).toBe("/admin/marketplaces/orders")
    expect(request.headers.referer).toBe("https://store.example/app/marketplace-orders")
    expect(setHeader).toHaveBeenCalledWith("Cache-Control", "no-store")
  })

  it("hold nothing of a body that is no JSON, nor of an unexpected error", () => {
    const lines: unknown[] = []
    const logger = { info: (line: unknown) => lines.push(line), error: (line: unknown) => lines.push(line) }
    const registered: Record<string, { resolve: () => typeof logger }> = {}
    const request = { url: "/admin/marketplaces/orders", headers: {}, scope: {} as object }
    keepPrivate(request as unknown as IncomingMessage, { setHeader: jest.fn() } as unknown as ServerResponse)
    request.scope = {
      resolve: () => logger,
      register: (given: typeof registered) => Object.assign(registered, given),
    }
    const { info, error } = registered.logger.resolve()
    info(`Error 400 at /admin/marketplaces/orders: Unexpected token 'M', "MARKER" is not valid JSON`)
    error(new Error("MARKER"))
    info("Imported 3 orders: all")
    expect(lines).toEqual([
      "Error 400 at /admin/marketplaces/orders",
      expect.stringMatching(/^marketplace-connect: a request failed/),
      "Imported 3 orders: all",
    ])
  })
})
