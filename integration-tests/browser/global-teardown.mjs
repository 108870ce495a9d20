export default () => globalThis.stopBrowserStore?.()
