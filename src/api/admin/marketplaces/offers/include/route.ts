import { changeOffers } from "../change-offers"

export const POST = changeOffers("include")
