import { closeOne } from "../../close-actions"

export const POST = closeOne("skipped")
