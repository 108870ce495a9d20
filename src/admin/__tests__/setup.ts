/** What is drawn has no size in jsdom, and nothing scrolls. */
class StillObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}
Object.assign(globalThis, { ResizeObserver: StillObserver, IntersectionObserver: StillObserver })
Object.assign(Element.prototype, {
  scrollIntoView: () => undefined,
  scroll: () => undefined,
  hasPointerCapture: () => false,
})
