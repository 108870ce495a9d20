import {
  assignments,
  type Database,
  databaseName,
  inTransaction,
  insertable,
  positional,
  rowsOf,
} from "../database"

describe("The name of a database", () => {
  const nameAt = (host: string | null) =>
    databaseName({ raw: () => Promise.resolve({ rows: [{ name: "store", host }], rowCount: 1 }) })

  it.each([null, "127.0.0.1", "127.0.1.1", "::1", "::ffff:127.0.0.1"])(
    "is one for each way to call this machine: %s",
    async (host) => {
      expect(await nameAt(host)).toBe("localhost/store")
    }
  )

  it.each(["10.0.0.7", "1.127.0.1", "::127", "fe80::1", "127"])(
    "is another for another host: %s",
    async (host) => {
      expect(await nameAt(host)).toBe(`${host}/store`)
    }
  )
})

describe("named values", () => {
  it.each([
    ["a name, and the same again", "a = :a and b = :b or c = :a", "a = ? and b = ? or c = ?", [1, 2, 1]],
    ["a cast, beside a name too", "x::text = :a::text[]", "x::text = ?::text[]", [1]],
    ["a name at the very end and in parentheses", "f(:a,:b)=:a", "f(?,?)=?", [1, 2, 1]],
    ["a name that another one begins with", ":a :ab :a_b", "? ? ?", [1, 3, 4]],
    ["jsonb's operators", "a ? 'x' and b ?| :a and c ?& :b", "a \\? 'x' and b \\?| ? and c \\?& ?", [1, 2]],
    ["a text", "'at :a? it''s :b' = :a", "'at :a\\? it''s :b' = ?", [1]],
    ["a text after an empty one", "'' || ':a' || :b", "'' || ':a' || ?", [2]],
    ["a quoted name", '"od:a?""d" = :a', '"od:a\\?""d" = ?', [1]],
    ["a comment", "a -- :a isn't here?\n = :b", "a -- :a isn't here\\?\n = ?", [2]],
    ["a slice of an array", "x[1:2] = :a", "x[1:2] = ?", [1]],
    ["null, false and a list", ":none :no :list", "? ? ?", [null, false, ["x"]]],
  ])("leaves what is not one: %s", (_, sql, text, bound) => {
    const values = { a: 1, b: 2, ab: 3, a_b: 4, none: null, no: false, list: ["x"] }
    expect(positional(sql, values)).toEqual([text, bound])
  })

  it("throws where a value is missing", () => {
    expect(() => positional("a = :a", {})).toThrow("The statement has no value for :a.")
    expect(() => positional("a = :a", { a: undefined })).toThrow("The statement has no value for :a.")
    expect(() => positional("a = :toString", {})).toThrow("The statement has no value for :toString.")
  })
})

it("inserts rows with the columns of the first one, whatever the order of the others' keys", () => {
  const rows = [
    { id: 1, trigger: "a" },
    { trigger: "b", id: 2 },
  ]
  expect(insertable(rows)).toEqual(['("id", "trigger") values (?, ?), (?, ?)', [1, "a", 2, "b"]])
})

it("assigns every column of a row by name", () => {
  expect(assignments({ id: 1, trigger: "a" })).toBe('"id" = :id, "trigger" = :trigger')
})

describe("what PostgreSQL undid for the sake of another statement", () => {
  /** A database that ends the first statements or transactions with an error. */
  function failing(times: number, code: string, isTransaction = false) {
    let tries = 0
    const attempt = () => (tries++ < times ? Promise.reject(Object.assign(new Error(code), { code })) : null)
    const database = {
      isTransaction,
      raw: async () => (await attempt()) ?? { rows: [{ tries }], rowCount: 1 },
      transaction: async <T>(work: (transaction: Database) => Promise<T>) => {
        const done = await work({ ...database, isTransaction: true, raw: () => Promise.resolve(ROWS) })
        await attempt()
        return done
      },
    }
    return { database, tries: () => tries }
  }
  const ROWS = { rows: [], rowCount: 0 }

  it("is done again, alone or as a transaction", async () => {
    expect(await rowsOf(failing(2, "40P01").database, "select 1")).toEqual([{ tries: 3 }])
    const { database, tries } = failing(2, "40P01")
    expect(await inTransaction(database, () => Promise.resolve("done"))).toBe("done")
    expect(tries()).toBe(3)
  })

  it.each([
    ["within a transaction, of which it is only a part", 1, "40P01", true, 1],
    ["where it would never end", 99, "40P01", false, 5],
    ["and no other failure", 1, "23505", false, 1],
  ])("is not repeated %s", async (_, times, code, isTransaction, expected) => {
    const { database, tries } = failing(times, code, isTransaction)
    await expect(rowsOf(database, "select 1")).rejects.toMatchObject({ code })
    expect(tries()).toBe(expected)
  })
})
