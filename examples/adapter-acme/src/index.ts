import type { AdapterFactory } from "medusa-plugin-marketplace-connect/port"
import { acme } from "./adapter"

/** Called once for each entry of the option `marketplaces`: `{ resolve, options: { id?, name?, api_url } }`. */
const createAdapter: AdapterFactory = (options) => acme(options)

export default createAdapter
