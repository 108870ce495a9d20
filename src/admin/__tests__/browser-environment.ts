import JsdomEnvironment from "jest-environment-jsdom"

/** What browsers and Node have and jsdom lacks. */
const MISSING = [
  "Headers",
  "ReadableStream",
  "Request",
  "Response",
  "TextDecoder",
  "TextDecoderStream",
  "TextEncoder",
  "TransformStream",
  "WritableStream",
] as const

export default class BrowserEnvironment extends JsdomEnvironment {
  override async setup() {
    await super.setup()
    for (const name of MISSING) this.global[name] = globalThis[name] as never
  }
}
