import type { MedusaContainer } from "@medusajs/framework/types"
import { Ongoing } from "../../../modules/marketplace/ongoing"
import { Slots } from "../../../modules/marketplace/slots"
import type { Work } from "../../../modules/marketplace/stores/work"
import { DOING } from "../kinds"
import { workThrough } from "../work-through"

jest.mock("../kinds", () => ({ DOING: {} }))
const doing = DOING as Partial<typeof DOING>

type Taking = { except: Work[]; is_patient: boolean }

/** A store in which these are due, in this order; what fails stays due. */
function storeWith(due: Work[], { workerMode = "shared", most = 4 } = {}) {
  const ongoing = new Ongoing()
  const asked: Taking[] = []
  const logged: string[] = []
  const marketplace = {
    ongoing,
    slots: new Slots(most),
    instance: () => Promise.resolve("here"),
    leases: {
      acquireLease: (id: string) => Promise.resolve({ id }),
      releaseLease: () => Promise.resolve(),
    },
    work: {
      takeDueWork: (_: string, taking: Taking) => {
        asked.push({ ...taking, except: [...taking.except] })
        const isLeft = ({ id, kind }: Work) => taking.except.some((one) => one.id === id && one.kind === kind)
        const at = due.findIndex((one) => !isLeft(one))
        const [taken] = at < 0 ? [] : due.splice(at, 1)
        return Promise.resolve(taken ? { kind: taken.kind, connection: { id: taken.id } } : null)
      },
    },
  }
  const known: Record<string, unknown> = {
    marketplace,
    configModule: { projectConfig: { workerMode } },
    logger: { error: (message: string) => logged.push(message) },
  }
  const container = { resolve: (name: string) => known[name] } as unknown as MedusaContainer
  return { container, ongoing, asked, logged, slots: marketplace.slots }
}

const pull = (id: string): Work => ({ id, kind: "pull" })

describe("What is due", () => {
  it("is done one after the other, until nothing is", async () => {
    const done: string[] = []
    doing.pull = (_, { connection }) => {
      done.push(connection.id)
      return Promise.resolve("again")
    }
    const { container, ongoing, asked, slots } = storeWith([pull("a"), pull("b")])
    workThrough(container, "pull")
    await ongoing.idle()
    expect(done).toEqual(["a", "b"])
    // A row that a statement held for a moment is waited for before the end.
    expect(asked.map(({ is_patient }) => is_patient)).toEqual([false, false, false, true])
    expect(slots.isEmpty("pull")).toBe(true)
  })

  it("is left to the next minute where it failed or is not over, and keeps no other waiting", async () => {
    const done: string[] = []
    const due = [pull("failing"), pull("left"), pull("good")]
    doing.pull = (_, { connection: { id } }) => {
      done.push(id)
      if (id !== "good") due.push(pull(id))
      return id === "failing"
        ? Promise.reject(new Error("Refused by a test"))
        : Promise.resolve(id === "good" ? "again" : "later")
    }
    const { container, ongoing, logged } = storeWith(due)
    workThrough(container, "pull")
    await ongoing.idle()
    expect(done).toEqual(["failing", "left", "good"])
    expect(logged).toEqual([expect.stringContaining("pull of failing failed (Error")])
  })

  it("that was written down while its connection was held is done as soon as it is free", async () => {
    const due = [pull("a")]
    let looks = 0
    const { container, ongoing } = storeWith(due)
    doing.pull = () => {
      // Its event finds the connection held, after the holder has looked for the last time.
      if (++looks === 1) due.push(pull("a"))
      return Promise.resolve("looked")
    }
    workThrough(container, "pull")
    await ongoing.idle()
    expect([looks, due]).toEqual([2, []])
  })

  it("but is never taken is looked for twice, not for ever", async () => {
    const due = [pull("a")]
    let looks = 0
    const { container, ongoing } = storeWith(due)
    doing.pull = () => {
      looks++
      due.push(pull("a"))
      return Promise.resolve("looked")
    }
    workThrough(container, "pull")
    await ongoing.idle()
    expect(looks).toBe(2)
  })

  it("is not done by a process that only answers requests", async () => {
    doing.pull = () => Promise.reject(new Error("Begun by a server"))
    const { container, ongoing, asked } = storeWith([pull("a")], { workerMode: "server" })
    workThrough(container, "pull")
    expect(ongoing.isIdle).toBe(true)
    expect(asked).toEqual([])
    await ongoing.idle()
  })

  it("is looked for once more where an event came while every place was taken", async () => {
    const due = [pull("a")]
    const done: string[] = []
    const { container, ongoing } = storeWith(due, { most: 1 })
    doing.pull = (_, { connection: { id } }) => {
      done.push(id)
      // Written down, and said, while the only place is taken.
      if (id === "a") {
        due.push(pull("b"))
        workThrough(container, "pull")
      }
      return Promise.resolve("again")
    }
    workThrough(container, "pull")
    await ongoing.idle()
    expect(done).toEqual(["a", "b"])
  })

  it("of one kind of lease does not wait for a place of the other", async () => {
    let endPull = () => {}
    doing.pull = () => new Promise((resolve) => (endPull = () => resolve("later")))
    const sent: string[] = []
    doing.send = (_, { connection }) => {
      sent.push(connection.id)
      return Promise.resolve("later")
    }
    const { container, ongoing } = storeWith([pull("a"), { id: "b", kind: "send" }], { most: 1 })
    workThrough(container, "pull")
    await new Promise(setImmediate)
    workThrough(container, "send")
    await new Promise(setImmediate)
    expect(sent).toEqual(["b"])
    endPull()
    await ongoing.idle()
  })
})
