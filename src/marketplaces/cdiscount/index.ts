export { cdiscount } from "./adapter"
