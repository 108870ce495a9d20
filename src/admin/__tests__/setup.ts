import { TextDecoder, TextEncoder } from "node:util"

/** What browsers have and jsdom lacks. */
class ResizeObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}
Object.assign(globalThis, { TextDecoder, TextEncoder, ResizeObserver })
Object.assign(Element.prototype, {
  scrollIntoView: () => undefined,
  hasPointerCapture: () => false,
})
