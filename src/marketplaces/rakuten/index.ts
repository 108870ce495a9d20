export { rakuten } from "./adapter"
